import { InputError } from '../../core/errors/input-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { isMask, withoutMarks } from '../../core/mask.ts';
import { type FamilyName, family as familyOf } from '../../mist/families.ts';
import { type Change, defaultAt, difference, keysOf, same } from '../changes/index.ts';
import { comparable } from './comparable.ts';
import type { Comparison, DifferenceKind, ObjectDifference } from './comparison.ts';
import { REFERENCE } from './file-objects.ts';
import { likelyRenamed } from './likeness.ts';
import type { FiledObject, Snapshot } from './model.ts';
import { type Part, partOf } from './parts.ts';
import { reachDifferences } from './site-reach.ts';

/** One side of a comparison. */
export interface Side {
  readonly snapshot: Snapshot;
  /** Path or name of the part that is meant. */
  readonly part?: string | undefined;
}

export interface CompareOptions {
  /** Values of site variables are compared between two sites as well. */
  readonly variables?: boolean;
}

/** What tells one site from another by its nature. */
const SITE_IDENTITY: ReadonlySet<string> = new Set(['name', 'address', 'latlng', 'notes', 'timezone', 'country_code']);

/** How objects of the right are known on the left. */
class Pairing {
  readonly left: Part;
  readonly right: Part;
  /** Whether two different sites or objects are held against each other. */
  readonly isOther: boolean;
  /** Whether they are two organizations. */
  readonly isOtherOrg: boolean;
  readonly #sameOrg: boolean;
  readonly pairs: (readonly [FiledObject, FiledObject])[] = [];
  readonly onlyLeft: FiledObject[] = [];
  readonly onlyRight: FiledObject[] = [];
  readonly #leftIds: ReadonlyMap<string, string>;
  /** Path on the left by path on the right, where they differ. */
  readonly #moved = new Map<string, string>();

  constructor(left: Part, right: Part, sameOrg: boolean) {
    this.left = left;
    this.right = right;
    this.isOther = left.kind !== 'whole' && (left.id === undefined || left.id !== right.id);
    this.isOtherOrg = left.kind === 'whole' && !sameOrg;
    this.#sameOrg = sameOrg;
    this.#leftIds = new Map(left.objects.flatMap(({ id, path }) => (id === undefined ? [] : [[id, path]])));
    this.#pair();
  }

  #pair(): void {
    const byPath = new Map(this.left.objects.map((one) => [one.path, one]));
    const byId = new Map(
      this.left.objects.flatMap((one) => (one.id === undefined ? [] : [[`${one.family} ${one.id}`, one]])),
    );
    const taken = new Set<FiledObject>();
    const rest: FiledObject[] = [];
    const take = (one: FiledObject, other: FiledObject): void => {
      taken.add(one);
      this.pairs.push([one, other]);
      if (one.path !== other.path) this.#moved.set(other.path, one.path);
    };
    for (const other of this.right.objects) {
      const one = this.#sameOrg && !this.isOther ? byId.get(`${other.family} ${other.id}`) : undefined;
      if (one && !taken.has(one)) take(one, other);
      else rest.push(other);
    }
    for (const other of rest) {
      const one = byPath.get(this.pathOnLeft(other.path));
      // One made anew under the name of one that is gone stands for it.
      const isSame = one?.family === other.family && !taken.has(one);
      if (one && isSame) take(one, other);
      else this.onlyRight.push(other);
    }
    this.onlyLeft.push(...this.left.objects.filter((one) => !taken.has(one)));
  }

  /** The path on the left of what an ID means there: a reference to what is gone on the right is still the same reference. */
  pathOfId(id: string): string | undefined {
    return this.#sameOrg ? this.#leftIds.get(id) : undefined;
  }

  /** The path that something on the right has on the left. */
  pathOnLeft(path: string): string {
    const { base } = this.right;
    const moved = this.#moved.get(path);
    if (moved !== undefined) return moved;
    if (this.right.kind === 'object' && path === base) return this.left.base;
    if (this.right.kind === 'site' && path.startsWith(base)) return this.left.base + path.slice(base.length);
    const [, folder = '', rest = ''] = /^(sites\/[^/]+\/)(.*)$/.exec(path) ?? [];
    const site = this.#moved.get(`${folder}site`);
    return site === undefined ? path : site.replace(/site$/, rest);
  }
}

/** The parts that two sides mean. @throws InputError where they are of different kinds, or a part is not there */
function partsOf(left: Side, right: Side): readonly [Part, Part] {
  const [one, other] = [partOf(left.snapshot, left.part), partOf(right.snapshot, right.part)];
  if (one.kind === other.kind && (one.kind !== 'object' || one.objects[0]?.family === other.objects[0]?.family))
    return [one, other];
  throw new InputError(
    'The two sides are of different kinds.',
    'Give two organizations, two sites, or two objects of one family.',
  );
}

/**
 * Compares two sides by meaning: null, absent, empty and default are one, lists that are sets have no order, ports count
 * one by one, and an object that only got another name is the same object.
 *
 * @throws InputError where the sides are of different kinds, or a part is not there
 */
export function compareSides(left: Side, right: Side, options: CompareOptions = {}): Comparison {
  const [one, other] = partsOf(left, right);
  const sameOrg = left.snapshot.manifest.org.id === right.snapshot.manifest.org.id;
  const pairing = new Pairing(one, other, sameOrg);
  const sameKey = isSameKey(left.snapshot, right.snapshot);
  let [alike, unknown] = [0, 0];
  const objects: ObjectDifference[] = [];
  for (const [a, b] of pairing.pairs) {
    if (pairing.isOther && one.kind === 'site' && a.family === 'site_devices') continue;
    const found = changesOf(a, b, pairing, options, sameKey && a.id === b.id);
    unknown += found.unknown;
    const { family, path, name } = a;
    const isRenamed = !pairing.isOther && !(pairing.isOtherOrg && family === 'org_info') && a.name !== b.name;
    if (isRenamed) objects.push({ kind: 'renamed', family, path, name, renamed_to: b.name, changes: found.changes });
    else if (found.changes.length > 0) objects.push({ kind: 'changed', family, path, name, changes: found.changes });
    else alike += 1;
  }
  const states = [left.snapshot, right.snapshot].map(({ manifest }) => manifest.families);
  const isRead = (family: FamilyName): boolean => states.every((families) => families[family]?.state === 'read');
  const inconclusive = new Set<FamilyName>();
  const alone = (some: readonly FiledObject[], kind: DifferenceKind): void => {
    for (const { family, path, name } of some) {
      if (pairing.isOther && family === 'site_devices') continue;
      if (isRead(family)) objects.push({ kind, family, path, name, changes: [] });
      else inconclusive.add(family);
    }
  };
  alone(pairing.onlyLeft, 'only_left');
  alone(pairing.onlyRight, 'only_right');
  for (const families of states)
    for (const [name, { state }] of Object.entries(families)) {
      const found = familyOf(name);
      if (state === 'unread' && found) inconclusive.add(found.name);
    }
  if (pairing.isOther && one.kind === 'site') {
    const [a, b] = [
      { snapshot: left.snapshot, part: one },
      { snapshot: right.snapshot, part: other },
    ];
    const differ = (leftPath: string, rightPath: string): readonly Change[] =>
      compareSides({ ...left, part: leftPath }, { ...right, part: rightPath }).objects[0]?.changes ?? [];
    objects.push(...reachDifferences(a, b, differ));
  }
  const likely = pairing.isOther || pairing.isOtherOrg ? likelyRenamed(pairing.onlyLeft, pairing.onlyRight) : [];
  return { objects, alike, inconclusive: [...inconclusive], unknown_secrets: unknown, likely };
}

/** Two objects that belong together. */
export interface ObjectPair {
  readonly left: FiledObject;
  readonly right: FiledObject;
  /** How they differ, with the references of the right as the left has them; empty where they are alike. */
  readonly changes: readonly Change[];
}

/** Two sides whose objects were brought together, for whoever makes one of the other. */
export interface PairedSides {
  readonly pairs: readonly ObjectPair[];
  readonly onlyLeft: readonly FiledObject[];
  readonly onlyRight: readonly FiledObject[];
  /** Families that one side did not read, so that what is missing says nothing. */
  readonly unread: ReadonlySet<FamilyName>;
}

/**
 * Brings the objects of two sides together, as a comparison does.
 *
 * @throws InputError as `compareSides`
 */
export function pairSides(left: Side, right: Side): PairedSides {
  const [one, other] = partsOf(left, right);
  const pairing = new Pairing(one, other, left.snapshot.manifest.org.id === right.snapshot.manifest.org.id);
  const sameKey = isSameKey(left.snapshot, right.snapshot);
  const pairs = pairing.pairs.map(([a, b]) => ({
    ...{ left: a, right: b, changes: changesOf(a, b, pairing, { variables: true }, sameKey && a.id === b.id).changes },
  }));
  const unread = [...pairing.onlyLeft, ...pairing.onlyRight].flatMap(({ family }) =>
    [left, right].every(({ snapshot }) => snapshot.manifest.families[family]?.state === 'read') ? [] : [family],
  );
  return { pairs, onlyLeft: pairing.onlyLeft, onlyRight: pairing.onlyRight, unread: new Set(unread) };
}

const isSameKey = (a: Snapshot, b: Snapshot): boolean =>
  a.manifest.secret_key !== undefined && a.manifest.secret_key === b.manifest.secret_key;

interface FoundChanges {
  readonly changes: readonly Change[];
  readonly unknown: number;
}

function changesOf(
  one: FiledObject,
  other: FiledObject,
  pairing: Pairing,
  { variables = false }: CompareOptions,
  digestsTell: boolean,
): FoundChanges {
  const found = familyOf(one.family);
  const drop = (object: FiledObject): JsonObject => {
    const entries = Object.entries(object.value).filter(([name]) => {
      if (pairing.isOtherOrg && object.family === 'org_info') return name !== 'name';
      if (!pairing.isOther) return true;
      if (object.family === 'org_sites') return !SITE_IDENTITY.has(name);
      if (object.family === 'site_settings') return variables || name !== 'vars';
      return pairing.left.kind !== 'object' || name !== found?.label;
    });
    return comparable(Object.fromEntries(entries));
  };
  const before = drop(one);
  const after = onLeft(drop(other), pairing);
  let unknown = digestsTell ? 0 : countMasks(before, after);
  const changes = difference(before, isRecord(after) ? after : {}).filter((change) => {
    const { kind, from, to, path } = change;
    if (kind === 'change' && isScalar(from) && isScalar(to) && String(from) === String(to)) return false;
    if (kind === 'change' && isMask(from) && isMask(to) && !digestsTell) {
      const isOpen = withoutMarks(String(from)) === withoutMarks(String(to));
      if (isOpen) unknown += 1;
      return !isOpen;
    }
    if (found && (kind === 'set' || kind === 'remove')) {
      const usual = defaultAt(found, kind === 'set' && isRecord(after) ? after : before, keysOf(path));
      return usual === undefined || !same(usual, kind === 'set' ? to : from);
    }
    return true;
  });
  return { changes, unknown };
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** An object of the right with its references as the left has them. */
function onLeft(value: unknown, pairing: Pairing): unknown {
  const text = (one: string): string => {
    if (one.startsWith(REFERENCE)) return REFERENCE + pairing.pathOnLeft(one.slice(REFERENCE.length));
    const path = pairing.pathOfId(one);
    return path === undefined ? one : REFERENCE + path;
  };
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item: unknown) => onLeft(item, pairing));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), onLeft(item, pairing)]));
}

/** Masks that stand alike at the same place of both. */
function countMasks(a: unknown, b: unknown): number {
  if (typeof a === 'string') return a === b && isMask(a) ? 1 : 0;
  if (Array.isArray(a) && Array.isArray(b))
    return a.reduce((sum: number, item: unknown, at) => sum + countMasks(item, b[at]), 0);
  if (!isRecord(a) || !isRecord(b)) return 0;
  return Object.keys(a).reduce((sum, key) => sum + countMasks(a[key], b[key]), 0);
}
