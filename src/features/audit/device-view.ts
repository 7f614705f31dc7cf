import { isRecord, type JsonObject } from '../../core/json.ts';
import { type DeviceParts, deriveDevice, type EffectiveConfig, undecidedOf } from '../configuration/index.ts';
import type { FiledObject } from '../snapshot/index.ts';
import type { SiteView } from './site-view.ts';

const TYPES = ['ap', 'switch', 'gateway'] as const;
export type DeviceType = (typeof TYPES)[number];

const rowOf = ({ value, id }: FiledObject): JsonObject => ({ ...value, ...(id === undefined ? {} : { id }) });

const isType = (value: unknown): value is DeviceType => TYPES.some((type) => type === value);

/** One device, what reaches it, and which object each part of that stands in. */
export class DeviceView {
  readonly device: FiledObject;
  readonly type: DeviceType;
  readonly site: SiteView;
  readonly profile: FiledObject | undefined;
  readonly parts: DeviceParts;
  #effective: EffectiveConfig | undefined;
  #undecided: ReadonlySet<string> | undefined;

  private constructor(device: FiledObject, type: DeviceType, site: SiteView, profile: FiledObject | undefined) {
    this.device = device;
    this.type = type;
    this.site = site;
    this.profile = profile;
    const templates = Object.entries(site.templates).map(([kind, object]) => [kind, rowOf(object)]);
    this.parts = {
      device: { ...rowOf(device), type },
      site: rowOf(site.site),
      setting: site.setting ? rowOf(site.setting) : {},
      // No order is known: where site and template differ, nothing is concluded; see `isUndecided`.
      order: new Map(),
      deviceprofile: profile && rowOf(profile),
      templates: Object.fromEntries(templates),
    };
  }

  /** @returns undefined for a device that has no layers, such as a Mist Edge */
  static of(device: FiledObject, site: SiteView, profile: FiledObject | undefined): DeviceView | undefined {
    const type = device.value.type ?? 'ap';
    return isType(type) ? new DeviceView(device, type, site, profile) : undefined;
  }

  get effective(): EffectiveConfig {
    this.#effective ??= deriveDevice(this.parts);
    return this.#effective;
  }

  /** Attributes, or names in maps of them, in which site and templates differ: only the cloud knows which counts. */
  get undecided(): ReadonlySet<string> {
    this.#undecided ??= new Set(undecidedOf(this.parts));
    return this.#undecided;
  }

  /** Whether nobody can tell from files what an attribute, or a name in it, is in the end. */
  isUndecided(root: string, name?: string): boolean {
    return this.undecided.has(root) || (name !== undefined && this.undecided.has(`${root}.${name}`));
  }

  /** The object that an attribute of the effective configuration, or a name in a map of them, comes from. */
  sourceOf(root: string, name?: string): FiledObject | undefined {
    const source = this.effective.sources[root];
    const text = isRecord(source) ? source[name ?? ''] : source;
    return typeof text === 'string' ? this.#objectOf(text) : undefined;
  }

  #objectOf(source: string): FiledObject | undefined {
    const [kind = ''] = source.split(' ', 1);
    if (kind === 'device') return this.device;
    if (kind === 'deviceprofile') return this.profile;
    if (kind === 'site') return this.site.setting;
    if (kind.endsWith('_matching')) return this.#holderOf(kind);
    const found = Object.entries(this.site.templates).find(([name]) => name === kind);
    return found?.[1];
  }

  /** The most specific object that has rules for single devices. */
  #holderOf(root: string): FiledObject | undefined {
    return [this.profile, ...Object.values(this.site.templates), this.site.setting].find(
      (object) => object !== undefined && isRecord(object.value[root]),
    );
  }

  /** Where an attribute that nobody sets would be set for devices of this type: the template of the site, or the site. */
  get home(): FiledObject {
    const { templates, setting, site } = this.site;
    const kinds = { ap: templates.sitetemplate, switch: templates.networktemplate, gateway: templates.gatewaytemplate };
    return kinds[this.type] ?? setting ?? site;
  }
}
