import { MistError } from '../../core/errors/mist-error.ts';
import { isSameName } from '../../core/fold-name.ts';
import { asText, isRecord } from '../../core/json.ts';
import { type FamilyName, family } from '../../mist/families.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { walkList } from '../../mist/paging/walk.ts';
import { referencesFrom, targetsOf } from '../../mist/references.ts';
import type { LookupContext } from '../../tool/context.ts';
import { changedSince } from './audit-since.ts';
import { fileName } from './file-names.ts';
import type { NamedId, Profile, Scope, Unit, UnitReading } from './model.ts';
import { readUnit } from './read-unit.ts';
import { callsOf, unitKey, unitsOf } from './units.ts';

/** Units that are read at once; the session bounds its requests besides. */
const AT_ONCE = 8;

/** What is about to be read, and what it takes. */
export interface ReadingPlan {
  readonly scope: Scope;
  readonly profile: Profile;
  /** What was read to know it. */
  readonly first: readonly UnitReading[];
  readonly units: readonly Unit[];
  readonly sites: number;
  /** Requests that are left to be sent where no list is longer than a page. */
  readonly calls: number;
}

/** Who goes along with the reading. */
export interface ReadingOptions {
  /** Units that an earlier run has read, by key. */
  readonly known?: ReadonlyMap<string, UnitReading>;
  /** Waits until so many requests may be sent; rejects where there is no use in waiting. */
  readonly pace?: (calls: number) => Promise<void>;
  /** Told of each unit that was read, before the next one. */
  readonly onUnit?: (reading: UnitReading) => void | Promise<void>;
  readonly progress?: (message: string) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * Looks at how large an organization is: its sites and which of them have devices. Everything else is counted from that.
 *
 * @throws MistError where the list of sites, or the site, cannot be read
 */
export async function planReading(context: LookupContext, scope: Scope, profile: Profile): Promise<ReadingPlan> {
  const { site } = scope;
  if (site) {
    const answer = await context.send('GET /api/v1/sites/{site_id}', { path: { site_id: site.id } });
    const rows = [answer.body].filter(isRecord);
    const first: readonly UnitReading[] = [{ family: 'org_sites', state: 'read', rows, calls: 1 }];
    const units = unitsOf(profile, [site], { alone: true, hasDevices: () => true });
    return { scope, profile, first, units, sites: 1, calls: sum(units) };
  }
  const sites = await readUnit(context, scope, { family: 'org_sites' });
  if (sites.state !== 'read')
    throw new MistError(
      'incomplete',
      `The sites cannot be listed. ${sites.reason ?? ''}`.trim(),
      'Take a snapshot of one site.',
    );
  const named = sites.rows.map((row): NamedId => ({ id: asText(row.id), name: asText(row.name ?? row.id) }));
  const withDevices = await sitesWithDevices(context, scope.org.id);
  const units = unitsOf(profile, named, { alone: false, hasDevices: (id) => withDevices?.has(id) ?? true });
  return { scope, profile, first: [sites], units, sites: named.length, calls: sum(units) + 1 };
}

/**
 * A plan that reads one family of the organization, and what its objects name: without those a path, such as that of a
 * WLAN below its template, and a reference would be other texts than in a whole snapshot. Sites are read first anyway,
 * and what they name says nothing of the family.
 *
 * @param name of a family; of one that is none nothing is read
 */
export function planOfFamily(plan: ReadingPlan, name: string): ReadingPlan {
  const found = family(name);
  const wanted = new Set<FamilyName>(found ? [found.name] : []);
  for (const one of wanted)
    for (const target of one === 'org_sites' ? [] : referencesFrom(one).flatMap(targetsOf)) wanted.add(target);
  const units = plan.units.filter((unit) => unit.site === undefined && wanted.has(unit.family));
  return { ...plan, units, calls: sum(units) + 1 };
}

/** A plan that reads the organization's own families and of sites only some: what decides over those. */
export function planOfSites(plan: ReadingPlan, siteIds: readonly string[]): ReadingPlan {
  const units = plan.units.filter(({ site }) => site === undefined || siteIds.includes(site.id));
  return { ...plan, units, calls: sum(units) + 1 };
}

/** The site that a part names, by its name, its ID or its folder; undefined where it names something else. */
export function siteIn(plan: ReadingPlan, part: string): string | undefined {
  const wanted = part.replace(/\/+$/, '');
  const rows = plan.first.flatMap(({ rows: own }) => own);
  const found = rows.filter(
    ({ id, name }) =>
      id === wanted || (typeof name === 'string' && (isSameName(name, wanted) || `sites/${fileName(name)}` === wanted)),
  );
  // Sites that share a folder's name get digits of their ids; then all of them are read.
  return found.length === 1 ? asText(found[0]?.id) : undefined;
}

const sum = (units: readonly Unit[]): number => units.reduce((total, unit) => total + callsOf(unit.family), 0);

/** Sites that the inventory knows devices at; undefined where it cannot be read, so that each must be asked. */
async function sitesWithDevices(context: LookupContext, orgId: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const query = { limit: MAX_PAGE_SIZE, unassigned: false };
    const first = await context.send('GET /api/v1/orgs/{org_id}/inventory', { path: { org_id: orgId }, query });
    const { rows, stopped } = await walkList(first, (url) => context.get(url));
    if (stopped !== 'end') return undefined;
    return new Set(rows.filter(isRecord).flatMap(({ site_id }) => (typeof site_id === 'string' ? [site_id] : [])));
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof MistError && (error.kind === 'forbidden' || error.kind === 'not_found')) return undefined;
    throw error;
  }
}

/**
 * Reads what was planned, and at the end once more what the audit log says was changed meanwhile.
 *
 * @returns a reading for each unit, those of the plan first
 * @throws MistError where the token is refused or the call was cancelled; whatever `pace` rejects with
 */
export async function readAll(
  context: LookupContext,
  plan: ReadingPlan,
  options: ReadingOptions = {},
): Promise<readonly UnitReading[]> {
  const { known = new Map<string, UnitReading>(), now = Date.now } = options;
  const started = now() / 1000;
  const readings = new Map<string, UnitReading>();
  const missing = plan.units.filter((unit) => {
    const earlier = known.get(unitKey(unit));
    if (earlier) readings.set(unitKey(unit), earlier);
    return earlier === undefined;
  });
  await readUnits(context, plan, missing, readings, options);
  const changed = await changedSince(context, plan.scope.org.id, started).catch((error: unknown) => {
    context.signal.throwIfAborted();
    // A token without the right to the log takes its snapshot all the same.
    if (error instanceof MistError && error.kind !== 'unauthorized') return undefined;
    throw error;
  });
  const again = changed ? missing.filter((unit) => changed.touches(unit)) : [];
  if (again.length > 0) {
    options.progress?.(`${again.length} lists were changed meanwhile and are read again`);
    await readUnits(context, plan, again, readings, options);
  }
  return [...plan.first, ...plan.units.flatMap((unit) => readings.get(unitKey(unit)) ?? [])];
}

async function readUnits(
  context: LookupContext,
  { scope }: ReadingPlan,
  units: readonly Unit[],
  readings: Map<string, UnitReading>,
  { pace, onUnit, progress }: ReadingOptions,
): Promise<void> {
  for (let at = 0; at < units.length; at += AT_ONCE) {
    const some = units.slice(at, at + AT_ONCE);
    await pace?.(sum(some));
    const read = await Promise.all(some.map((unit) => readUnit(context, scope, unit)));
    for (const reading of read) {
      readings.set(unitKey(reading), reading);
      await onUnit?.(reading);
    }
    const last = some.at(-1);
    progress?.(`${at + some.length} of ${units.length} lists read${last?.site ? `, ${last.site.name}` : ''}`);
  }
}
