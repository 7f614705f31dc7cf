import { isRecord, type JsonObject } from '../../core/json.ts';
import { type FamilyName, family } from '../../mist/families.ts';
import type { TemplateKind } from '../configuration/index.ts';
import { appliesTo } from '../configuration/index.ts';
import { type FiledObject, REFERENCE, type Snapshot } from '../snapshot/index.ts';
import { DeviceView } from './device-view.ts';
import type { Fix } from './model.ts';
import type { SiteView } from './site-view.ts';

/** Kinds of templates that a site names, and the attribute that does. */
export const TEMPLATES: readonly TemplateKind[] = [
  'rftemplate',
  'aptemplate',
  'networktemplate',
  'gatewaytemplate',
  'sitetemplate',
];

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A value as a record; an empty one where it is none. */
export const recordAt = (value: unknown): JsonObject => (isRecord(value) ? value : {});

const folderOf = (path: string): string => path.replace(/[^/]*$/, '');

/** A snapshot as rules look at it: objects by family, what references lead to, what reaches a site and its devices. */
export class ConfigView {
  readonly snapshot: Snapshot;
  /** Epoch seconds that ends of validity are held against. */
  readonly now: number;
  readonly #byFamily = new Map<FamilyName, FiledObject[]>();
  readonly #byPath = new Map<string, FiledObject>();
  readonly #byFolder = new Map<string, FiledObject[]>();
  #sites: readonly SiteView[] | undefined;
  #devices: readonly DeviceView[] | undefined;

  constructor(snapshot: Snapshot, now: number) {
    this.snapshot = snapshot;
    this.now = now;
    for (const object of snapshot.objects) {
      this.#byPath.set(object.path, object);
      push(this.#byFamily, object.family, object);
      const [folder] = /^sites\/[^/]+\//.exec(object.path) ?? [];
      if (folder !== undefined) push(this.#byFolder, folder, object);
    }
  }

  /** Objects of families, in the order of their paths. */
  of(...families: readonly FamilyName[]): readonly FiledObject[] {
    return families.flatMap((name) => this.#byFamily.get(name) ?? []);
  }

  /** Whether everything of a family is there, so that something follows from what is missing. */
  isRead(name: FamilyName): boolean {
    return this.snapshot.manifest.families[name]?.state === 'read';
  }

  /** The object that a reference leads to; undefined for any other value, and for what is not there. */
  target(value: unknown): FiledObject | undefined {
    return typeof value === 'string' && value.startsWith(REFERENCE)
      ? this.#byPath.get(value.slice(REFERENCE.length))
      : undefined;
  }

  /** The site that an object belongs to; undefined for one of the organization. */
  siteOf({ path }: FiledObject): FiledObject | undefined {
    const [folder] = /^sites\/[^/]+\//.exec(path) ?? [];
    return folder === undefined ? undefined : this.#byPath.get(`${folder}site`);
  }

  get sites(): readonly SiteView[] {
    this.#sites ??= this.of('org_sites').map((site) => this.#siteView(site));
    return this.#sites;
  }

  /** Devices of all sites whose configuration is made of layers. */
  get devices(): readonly DeviceView[] {
    this.#devices ??= this.sites.flatMap((site) =>
      site.devices.flatMap((device) => DeviceView.of(device, site, this.target(device.value.deviceprofile_id)) ?? []),
    );
    return this.#devices;
  }

  #siteView(site: FiledObject): SiteView {
    const own = this.#byFolder.get(folderOf(site.path)) ?? [];
    const templates = TEMPLATES.flatMap((kind) => {
      const found = this.target(site.value[`${kind}_id`]);
      return found ? [[kind, found] as const] : [];
    });
    const row: JsonObject = { ...site.value, id: REFERENCE + site.path };
    const reaches = (wlan: FiledObject): boolean =>
      appliesTo(this.target(wlan.value.template_id)?.value, row) && wlan.value.template_id !== undefined;
    return {
      site,
      setting: own.find(({ family: name }) => name === 'site_settings'),
      devices: own.filter(({ family: name }) => name === 'site_devices'),
      templates: Object.fromEntries(templates),
      wlans: [...own.filter(({ family: name }) => name === 'site_wlans'), ...this.of('org_wlans').filter(reaches)],
    };
  }

  /** The arguments of a change of an object; undefined where its ID is not known. */
  change(object: FiledObject, action: 'update' | 'delete', payload?: JsonObject): Fix | undefined {
    const found = family(object.family);
    const site = this.siteOf(object);
    const isSingle = found?.routes.list === undefined;
    if (!found?.routes[action] || (!isSingle && object.id === undefined)) return undefined;
    if (found.scope === 'site' && site?.id === undefined) return undefined;
    return {
      ...{ action_type: action, object_type: object.family, org_id: this.snapshot.manifest.org.id },
      ...(found.scope === 'site' && site?.id !== undefined ? { site_id: site.id } : {}),
      ...(isSingle || object.id === undefined ? {} : { object_id: object.id }),
      ...(payload ? { payload } : {}),
    };
  }

  /** The arguments of an update. */
  update(object: FiledObject, payload: JsonObject): Fix | undefined {
    return this.change(object, 'update', payload);
  }

  /** IDs of the objects that a list of references leads to; undefined where the ID of one is not known. */
  idsOf(value: unknown): readonly string[] | undefined {
    const ids = listOf(value).map((one) => this.target(one)?.id);
    return ids.every((id) => id !== undefined) ? ids : undefined;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
