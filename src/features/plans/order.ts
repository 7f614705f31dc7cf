import { InputError } from '../../core/errors/input-error.ts';
import { type FamilyName, family } from '../../mist/families.ts';
import { referencesFrom, targetsOf, textsIn, valuesAt } from '../../mist/references.ts';
import type { PlannedChange } from './model.ts';
import { newNamesIn } from './new-objects.ts';

/** Families that objects of one may name, worked out once each. */
class NamedFamilies {
  readonly #known = new Map<FamilyName, ReadonlySet<FamilyName>>();

  /** Whether objects of a family may name objects of another. */
  mayName(owner: FamilyName, target: FamilyName): boolean {
    const known = this.#known.get(owner) ?? new Set(referencesFrom(owner).flatMap(targetsOf));
    this.#known.set(owner, known);
    return known.has(target);
  }
}

/** What has to be done before a change, as numbers of other changes. */
type Before = ReadonlySet<number>;

/**
 * Changes in an order in which each finds what it needs: what is created comes before what uses it by id or name, and
 * what is deleted goes after everything that may have used it. Where nothing decides, the order given stays.
 *
 * @throws InputError for a name that no change creates, and for changes that need each other
 */
export function ordered(changes: readonly PlannedChange[]): readonly PlannedChange[] {
  const needs = needsOf(changes);
  const order: number[] = [];
  const state = new Map<number, 'open' | 'done'>();
  // An own stack: a plan may be a chain as long as itself.
  for (const start of changes.keys()) {
    const stack = [start];
    for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
      const known = state.get(at);
      const missing = known === 'done' ? undefined : [...(needs[at] ?? [])].find((one) => state.get(one) !== 'done');
      if (missing !== undefined) {
        if (state.get(missing) === 'open' || missing === at) throw circle(changes, [...stack, missing]);
        state.set(at, 'open');
        stack.push(missing);
        continue;
      }
      if (known !== 'done') order.push(at);
      state.set(at, 'done');
      stack.pop();
    }
  }
  return order.flatMap((at) => changes[at] ?? []);
}

const titleOf = ({ action_type: action, object_type: type, as, object_id: id }: PlannedChange): string =>
  `${action} ${type}${as === undefined ? (id === undefined ? '' : ` ${id}`) : ` "${as}"`}`;

function circle(changes: readonly PlannedChange[], numbers: readonly number[]): InputError {
  const from = numbers.indexOf(numbers.at(-1) ?? 0);
  const names = numbers.slice(from).flatMap((at) => (changes[at] ? [titleOf(changes[at])] : []));
  return new InputError(
    `Changes of the plan need each other: ${names.slice(0, 6).join(' → ')}.`,
    'Leave the reference out of one, and add an update with it. Nothing was sent.',
  );
}

function needsOf(changes: readonly PlannedChange[]): readonly Before[] {
  const creators = new Map(changes.flatMap(({ as }, at) => (as === undefined ? [] : [[as, at]])));
  const makers = makersOfNames(changes);
  const families = new NamedFamilies();
  const last = new Map<string, number>();
  return changes.map((change, at) => {
    const before = new Set<number>();
    for (const name of newNamesIn([change.payload, change.org_id, change.site_id, change.object_id])) {
      const creator = creators.get(name);
      if (creator === undefined)
        throw new InputError(
          `Change ${at + 1} of the plan means "$new:${name.slice(0, 60)}", which no change creates.`,
          'Give the change that creates it `as` with this name. Nothing was sent.',
        );
      before.add(creator);
    }
    for (const maker of makersOf(change, makers)) if (maker !== at) before.add(maker);
    if (change.action_type === 'delete') for (const one of usersOf(changes, at, families)) before.add(one);
    // Changes of the same object stay in the order given.
    const key = objectKey(change);
    const earlier = key === undefined ? undefined : last.get(key);
    if (earlier !== undefined) before.add(earlier);
    if (key !== undefined) last.set(key, at);
    return before;
  });
}

/** Changes that give an object of a family a name, by both. */
function makersOfNames(changes: readonly PlannedChange[]): ReadonlyMap<string, number> {
  const makers = new Map<string, number>();
  for (const [at, { action_type: action, object_type: type, payload }] of changes.entries()) {
    const found = family(type);
    const label = found && payload?.[found.label];
    if (action === 'create' && found && typeof label === 'string') makers.set(`${found.name} ${label}`, at);
  }
  return makers;
}

/** Changes that create what a change goes by the name of. */
function* makersOf(
  { object_type: type, payload }: PlannedChange,
  makers: ReadonlyMap<string, number>,
): Iterable<number> {
  const found = family(type);
  if (!found || !payload || makers.size === 0) return;
  for (const reference of referencesFrom(found.name)) {
    if (!('names' in reference) || reference.by !== undefined) continue;
    for (const text of valuesAt(payload, reference.path).flatMap(textsIn))
      for (const target of reference.names) {
        const maker = makers.get(`${target} ${text}`);
        // An object of a family that names its own, such as a network its routed ones, would wait for itself.
        if (maker !== undefined && target !== found.name) yield maker;
      }
  }
}

/** What has to be done before an object goes: everything that may have named it, and what stood at a site that goes. */
function* usersOf(changes: readonly PlannedChange[], at: number, families: NamedFamilies): Iterable<number> {
  const gone = family(changes[at]?.object_type ?? '');
  const id = changes[at]?.object_id;
  if (!gone) return;
  for (const [other, change] of changes.entries()) {
    const found = family(change.object_type);
    if (other === at || !found) continue;
    if (gone.name === 'org_sites' && change.site_id !== undefined && change.site_id === id) yield other;
    else if (!families.mayName(found.name, gone.name)) continue;
    else if (change.action_type !== 'delete') yield other;
    // Of two families that name each other, the order given decides.
    else if (!families.mayName(gone.name, found.name)) yield other;
  }
}

/** What tells the object of a change from others; undefined for one that is created. */
export function objectKey(change: PlannedChange | undefined): string | undefined {
  if (!change || change.action_type === 'create') return undefined;
  const { object_type: type, org_id: org, site_id: site, object_id: id } = change;
  return JSON.stringify([type, id === undefined ? [org, site] : id]);
}
