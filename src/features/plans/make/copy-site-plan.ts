import { InputError } from '../../../core/errors/input-error.ts';
import { isSameName } from '../../../core/fold-name.ts';
import { asText, isRecord, type JsonObject } from '../../../core/json.ts';
import type { FamilyName } from '../../../mist/families.ts';
import { referencesFrom, textsIn, valuesAt } from '../../../mist/references.ts';
import { type FiledObject, partOf, REFERENCE, type Snapshot } from '../../snapshot/index.ts';
import type { Plan } from '../model.ts';
import { NEW } from '../new-objects.ts';
import { folderOf, PlanMaker } from './plan-maker.ts';

/** A site that is copied, and where to. */
export interface CopyRequest {
  /** The organization of the model site, with its objects and those of that site. */
  readonly source: Snapshot;
  /** Path or name of the model site. */
  readonly site: string;
  /** The organization that the copy belongs to; the same or another one. */
  readonly target: Snapshot;
  /** Name of the new site. */
  readonly name: string;
}

/** What tells a site from others by its nature: the copy gets its own. */
const IDENTITY: ReadonlySet<string> = new Set(['address', 'latlng', 'notes']);

/** Families of a site that are not copied: hardware, and what is measured and drawn for one building. */
const LEFT: ReadonlySet<FamilyName> = new Set(['site_devices', 'site_mxedges', 'site_assets', 'site_evpn_topologies']);

/**
 * A plan that creates a site like another: with its setting and own objects, without its devices. What these name in the
 * organization is used where the target has an object of the same kind and name, and copied along where it has none; so
 * are WLAN templates that reach the model site, which in another organization reach the new site alone.
 *
 * @throws InputError where the model is no site, or a site of the new name is there already
 */
export async function copySitePlan({ source, site, target, name }: CopyRequest): Promise<Plan> {
  const part = partOf(source, site);
  const model = part.objects.find(({ family }) => family === 'org_sites');
  if (part.kind !== 'site' || !model)
    throw new InputError(
      `${JSON.stringify(site)} is no site.`,
      'Give the name of a site, or its path such as sites/NAME.',
    );
  if (target.objects.some((one) => one.family === 'org_sites' && isSameName(one.name, name)))
    throw new InputError(
      `There is a site called ${JSON.stringify(name)} in ${JSON.stringify(target.manifest.org.name)} already.`,
      'Give the copy another name.',
    );
  const isSameOrg = source.manifest.org.id === target.manifest.org.id;
  const there = new Set(target.objects.filter(({ path }) => folderOf(path) === '').map(({ path }) => path));
  const own = part.objects.filter(({ family }) => !LEFT.has(family));
  const along = isSameOrg ? [] : neededBy(source, [...own, ...templatesOf(source, model)], there);
  const maker = new PlanMaker(source, target, { pairs: [], unread: new Set() });
  await maker.create([...along, ...own], (object) => copied(object, model, name));
  if (isSameOrg) reachNewSite(maker, source, model);
  const count = part.objects.length - own.length;
  if (count > 0)
    maker.leaveOut(`${count} devices and other things of the building ${JSON.stringify(model.name)} are not copied.`);
  return maker.plan('copy');
}

function copied(object: FiledObject, model: FiledObject, name: string): FiledObject {
  if (object.path === model.path)
    return {
      ...object,
      value: { ...Object.fromEntries(Object.entries(object.value).filter(([root]) => !IDENTITY.has(root))), name },
    };
  if (object.family !== 'org_wlantemplates') return object;
  // Elsewhere it must reach the copy and nobody else.
  const { exceptions: _exceptions, ...value } = object.value;
  return { ...object, value: { ...value, applies: { site_ids: [REFERENCE + model.path] } } };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether a WLAN template names the model site, by itself, a group of it, or the whole organization. */
function reaches(places: unknown, site: FiledObject): 'site' | 'others' | undefined {
  if (!isRecord(places)) return undefined;
  if (listOf(places.site_ids).includes(REFERENCE + site.path)) return 'site';
  const groups = listOf(site.value.sitegroup_ids);
  const byGroup = listOf(places.sitegroup_ids).some((group) => groups.includes(group));
  return byGroup || typeof places.org_id === 'string' ? 'others' : undefined;
}

/** WLAN templates that reach a site, with their WLANs and rules. */
function templatesOf({ objects }: Snapshot, site: FiledObject): readonly FiledObject[] {
  const templates = objects.filter(
    ({ family, value }) =>
      family === 'org_wlantemplates' && reaches(value.applies, site) && !reaches(value.exceptions, site),
  );
  const names = new Set(templates.map(({ path }) => REFERENCE + path));
  return [...templates, ...objects.filter(({ value }) => names.has(asText(value.template_id)))];
}

/** In the same organization, templates that name the model by itself come to name the copy too. */
function reachNewSite(maker: PlanMaker, { objects, manifest }: Snapshot, model: FiledObject): void {
  for (const { family, value, id } of objects) {
    if (family !== 'org_wlantemplates' || reaches(value.applies, model) !== 'site' || id === undefined) continue;
    const applies: JsonObject = isRecord(value.applies) ? value.applies : {};
    const sites = listOf(applies.site_ids).flatMap((one) => {
      const known = typeof one === 'string' ? maker.idOfPath(one.slice(REFERENCE.length)) : undefined;
      return one === REFERENCE + model.path ? [model.id, NEW + model.path] : [known];
    });
    maker.add({
      ...{ action_type: 'update', object_type: family, org_id: manifest.org.id, object_id: id },
      payload: { applies: { site_ids: sites.filter((one) => one !== undefined) } },
    });
  }
}

/** Objects of the organization that some need, directly or through others, and that the target does not have. */
function neededBy(
  { objects }: Snapshot,
  start: readonly FiledObject[],
  there: ReadonlySet<string>,
): readonly FiledObject[] {
  const byPath = new Map(objects.filter(({ path }) => folderOf(path) === '').map((one) => [one.path, one]));
  const byName = new Map([...byPath.values()].map((one) => [`${one.family} ${one.name}`, one.path]));
  const found = new Map<string, FiledObject>();
  const queue = [...start];
  for (const one of queue) {
    if (byPath.has(one.path) && !there.has(one.path)) found.set(one.path, one);
    for (const path of [...pathsIn(one.value), ...pathsByName(one, byName)]) {
      const other = byPath.get(path);
      if (other && !found.has(path) && !there.has(path) && path !== 'org/info') {
        found.set(path, other);
        queue.push(other);
      }
    }
  }
  return [...found.values()];
}

/** Objects that one goes by the names of, such as networks. */
function pathsByName({ family, value }: FiledObject, byName: ReadonlyMap<string, string>): readonly string[] {
  return referencesFrom(family).flatMap((reference) =>
    'names' in reference
      ? valuesAt(value, reference.path)
          .flatMap(textsIn)
          .flatMap((text) => reference.names.flatMap((target) => byName.get(`${target} ${text}`) ?? []))
      : [],
  );
}

function pathsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith(REFERENCE) ? [value.slice(REFERENCE.length)] : [];
  if (Array.isArray(value)) return value.flatMap(pathsIn);
  return isRecord(value) ? Object.entries(value).flatMap(([key, item]) => [...pathsIn(key), ...pathsIn(item)]) : [];
}
