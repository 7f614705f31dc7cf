import { asText } from '../../core/json.ts';
import { type Family, type FamilyName, family as lookUp } from '../../mist/families.ts';
import { referencesTo } from '../../mist/references.ts';
import { labelOf, sitesOf } from '../configuration/index.ts';
import { counted, nounOf, pluralOf } from './nouns.ts';
import type { Lists } from './object-lists.ts';
import { reasonOf } from './reason.ts';

import type { JsonObject } from './types.ts';
import { mentions, type Source, sourcesOf, unreadText } from './uses.ts';
import { quoted } from './visible.ts';

/** Some objects that a change touches. */
export interface Use {
  /** One of them in words, such as `site`. */
  readonly noun: string;
  readonly names: readonly string[];
  /** Whether they refer to the object by its name, so that another name breaks the reference. */
  readonly byName?: true;
}

/** What a change touches beyond the object itself. */
export interface Impact {
  /** Objects that refer to this one. */
  readonly uses: readonly Use[];
  /** What is configured through it. */
  readonly affects: readonly Use[];
  /** What was configured through it, and no longer would be. */
  readonly loses: readonly Use[];
  /** Whole sentences on what could not be found out. */
  readonly unknown: readonly string[];
  /** Further whole sentences. */
  readonly notes: readonly string[];
}

/** The object that a change is about. */
export interface Target {
  readonly found: Family;
  readonly id: string | undefined;
  readonly site_id: string | undefined;
  /** As it is; undefined for one that is created. */
  readonly before: JsonObject | undefined;
  /** As it would be; undefined for one that is deleted. */
  readonly after: JsonObject | undefined;
}

interface ImpactFindings {
  readonly uses: Use[];
  readonly affects: Use[];
  readonly loses: Use[];
  readonly unknown: string[];
  readonly notes: string[];
}

const nameOf = (row: JsonObject, label = 'name'): string => {
  const name = row[label] ?? row.name ?? row.mac ?? row.id;
  return typeof name === 'string' ? name : '';
};

const called = (name: FamilyName, rows: readonly JsonObject[]): readonly string[] =>
  rows.map((row) => nameOf(row, lookUp(name)?.label));

/** Runs one look-up; what it cannot find out is said, never taken for nothing. */
async function attempt(found: ImpactFindings, what: string, look: () => Promise<void>): Promise<void> {
  await look().catch((error: unknown) => {
    found.unknown.push(`Impact unknown: ${what} could not be looked through: ${reasonOf(error)}.`);
  });
}

/** Looks for objects that refer to the target, in every list that can hold a reference. */
async function references(target: Target, lists: Lists, found: ImpactFindings): Promise<void> {
  const { found: family, before, after } = target;
  if (!before) return;
  const label = labelOf(family, before);
  const kept = after?.[family.label] === before[family.label];
  const fate = after === undefined ? 'gone' : kept ? 'kept' : 'renamed';
  const sources = sourcesOf(family.name, target.site_id !== undefined, fate);
  const lookUps = sources.lists.map(async (source) => {
    const part: ImpactFindings = { uses: [], affects: [], loses: [], unknown: [], notes: [] };
    await attempt(part, pluralOf(nounOf(source.from)), () => referencesIn(source, target, label, lists, part));
    return part;
  });
  for (const { uses, unknown } of await Promise.all(lookUps)) {
    found.uses.push(...uses);
    found.unknown.push(...unknown);
  }
  if (label !== undefined && after && after[family.label] !== label) {
    for (const { noun, names } of found.uses.filter((use) => use.byName))
      found.notes.push(`RENAMING: ${counted(names.length, noun)} would no longer find this object by its old name.`);
  }
  const unread = unreadText(sources.unread);
  if (unread !== undefined) found.notes.push(unread);
  const { name } = family;
  if (sources.lists.length === 0 && UNLOOKED[name] !== undefined) found.notes.push(UNLOOKED[name]);
  else if (referencesTo(name).length === 0 && !LOOKED.has(name))
    found.notes.push('Nothing is known to refer to such an object.');
}

async function referencesIn(
  { from, places, filter, filterBy }: Source,
  { found: family, id, before = {} }: Target,
  label: string | undefined,
  lists: Lists,
  found: ImpactFindings,
): Promise<void> {
  const narrow = filterBy !== undefined && label !== undefined ? { [filterBy]: label } : filter;
  const rows = await lists.all(from, narrow);
  const how = new Map(rows.map((row) => [row, mentions(row, places, { id, label, attributes: before })]));
  const itself = (row: JsonObject): boolean => from === family.name && row.id === id;
  const mine = rows.filter((row) => how.get(row) !== undefined && !itself(row));
  if (mine.length === 0) return;
  const byName = mine.some((row) => how.get(row) === 'name');
  found.uses.push({ noun: nounOf(from), names: called(from, mine), ...(byName ? { byName: true } : {}) });
}

/** The sites of a WLAN template before and after, and how the change moves them. */
async function reachOfTemplate(target: Target, lists: Lists, found: ImpactFindings): Promise<void> {
  const sites = await lists.all('org_sites');
  const before = sitesOf(target.before ?? {}, sites);
  const after = sitesOf(target.after ?? {}, sites);
  const use = { noun: 'site', names: called('org_sites', target.after ? after : before) };
  if (!target.after) {
    if (before.length > 0) found.uses.push(use);
    return;
  }
  found.affects.push(use);
  const lost = before.filter((site) => !after.includes(site));
  if (lost.length > 0) found.loses.push({ noun: 'site', names: called('org_sites', lost) });
}

async function reachOfWlan({ before, after }: Target, lists: Lists, found: ImpactFindings): Promise<void> {
  const id = (after ?? before)?.template_id;
  if (typeof id !== 'string' || id === '') {
    found.notes.push('The WLAN belongs to no WLAN template, so no site has it.');
    return;
  }
  const template = (await lists.all('org_wlantemplates')).find((row) => row.id === id);
  if (!template) return;
  found.notes.push(`It belongs to the WLAN template ${quoted(nameOf(template))}.`);
  found.affects.push({ noun: 'site', names: called('org_sites', sitesOf(template, await lists.all('org_sites'))) });
}

async function devices(target: Target, lists: Lists, found: ImpactFindings): Promise<void> {
  const { found: one, id, site_id, after } = target;
  if (one.name === 'org_deviceprofiles') {
    const rows = (await lists.inventory()).filter((row) => row.deviceprofile_id === id);
    if (rows.length > 0) found.uses.push({ noun: 'device', names: called('site_devices', rows) });
    return;
  }
  const rows = await lists.inventory(one.name === 'org_sites' ? id : site_id);
  const mine = one.name === 'site_wlans' ? rows.filter(({ type }) => type === 'ap') : rows;
  const use = { noun: one.name === 'site_wlans' ? 'access point' : 'device', names: called('site_devices', mine) };
  if (mine.length === 0) return;
  if (one.name === 'org_sites' && !after) found.uses.push(use);
  else found.affects.push(use);
}

async function members({ before }: Target, found: ImpactFindings): Promise<void> {
  const switches = Array.isArray(before?.switches) ? before.switches : [];
  if (switches.length === 0) return;
  const names = switches.map((one: unknown) =>
    typeof one === 'object' && one !== null && 'mac' in one ? asText(one.mac) : 'switch',
  );
  found.uses.push({ noun: 'member switch', names });
}

/** Families whose reach is looked up although nothing refers to their objects. */
const LOOKED: ReadonlySet<FamilyName> = new Set([
  ...(['org_info', 'org_settings', 'org_sites', 'site_settings'] as const),
  ...(['org_evpn_topologies', 'site_evpn_topologies'] as const),
]);

const DEVICE = 'It takes effect at this device. Who refers to single devices is not looked through.';
const UNLOOKED: { readonly [F in FamilyName]?: string } = {
  site_devices: DEVICE,
  site_mxedges: DEVICE,
  org_mxedges: DEVICE,
};

/**
 * Finds out what a change touches, from as few requests as possible. A look-up that fails is said in `unknown`.
 *
 * @returns counts and names; nothing here is sent anywhere
 */
export async function impactOf(target: Target, lists: Lists): Promise<Impact> {
  const found: ImpactFindings = { uses: [], affects: [], loses: [], unknown: [], notes: [] };
  await references(target, lists, found);
  const { name } = target.found;
  if (name === 'org_wlantemplates') await attempt(found, 'sites', () => reachOfTemplate(target, lists, found));
  else if (name === 'org_wlans')
    await attempt(found, 'WLAN templates and sites', () => reachOfWlan(target, lists, found));
  else if (name === 'org_info' || name === 'org_settings') {
    await attempt(found, 'sites', async () => {
      found.affects.push({ noun: 'site', names: called('org_sites', await lists.all('org_sites')) });
    });
  } else if (name === 'org_evpn_topologies' || name === 'site_evpn_topologies') await members(target, found);
  else if (['org_sites', 'org_deviceprofiles', 'site_settings', 'site_wlans'].includes(name) && target.before) {
    await attempt(found, 'devices', () => devices(target, lists, found));
  } else if (name === 'site_wlans') await attempt(found, 'devices', () => devices(target, lists, found));
  return found;
}

/**
 * Whether a new object reaches others: by what it says itself, as a WLAN template reaches the sites that it applies to, or
 * since others go by its name already. To delete it then takes `force`. A look-up that fails counts as reaching.
 */
export async function reachesOthers(family: Family, object: JsonObject, lists: Lists): Promise<boolean> {
  const found: ImpactFindings = { uses: [], affects: [], loses: [], unknown: [], notes: [] };
  const target = { found: family, id: undefined, site_id: undefined, before: object, after: undefined };
  if (family.name === 'org_wlantemplates') await attempt(found, 'sites', () => reachOfTemplate(target, lists, found));
  else if (family.name.endsWith('_evpn_topologies')) await members(target, found);
  // Others may go by a name before the object that has it is there.
  const isNamed = referencesTo(family.name).some(({ places }) => places.some((place) => 'names' in place));
  if (isNamed) await references(target, lists, found);
  return found.uses.length > 0 || found.unknown.length > 0;
}

/** Label of an object: what people call it, or undefined where it has no name. */
export const labeled = (found: Family, ...objects: readonly (JsonObject | undefined)[]): string | undefined =>
  objects.map((one) => one && labelOf(found, one)).find((text) => text !== undefined && text !== '');
