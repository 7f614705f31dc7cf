import type { FamilyName } from '../../mist/families.ts';
import { isNothing, isObject, own, same } from './json.ts';
import { mergePatch, patchBetween } from './merge-patch.ts';
import type { JsonObject, Mode, Plan, Removal } from './types.ts';

/** Attributes of the root that the cloud gives an object: a read-back has them, and they are never sent. */
const GIVEN: ReadonlySet<string> = new Set(['id', 'org_id', 'site_id', 'created_time', 'modified_time']);

/** Of these, what a client gives all the same: a Mist Edge is assigned to a site so. */
const WRITTEN: { readonly [F in FamilyName]?: string } = { org_mxedges: 'site_id', site_mxedges: 'site_id' };

/**
 * Whether an attribute of the root belongs to the cloud.
 *
 * @param family whose attribute it is; without it the rule of most families applies
 */
export const isGiven = (root: string, family?: FamilyName): boolean =>
  GIVEN.has(root) && (family === undefined || WRITTEN[family] !== root);

/** The name that a dash key removes, or undefined for any other key. Dash keys have a meaning at the root only. */
export const removedBy = (key: string): string | undefined =>
  key.length > 1 && key.startsWith('-') ? key.slice(1) : undefined;

/**
 * How a payload is read when nobody says it: one that carries the object's own id and modified time is a read-back that
 * someone edited, so what they took out inside a root goes.
 */
export function modeOf(current: JsonObject, payload: JsonObject): Mode {
  const edited = own(payload, 'modified_time') !== undefined && own(payload, 'id') !== undefined;
  return edited && own(payload, 'id') === own(current, 'id') ? 'replace' : 'merge';
}

/**
 * Plans an update. The cloud replaces each root attribute that is sent, whole, and leaves the others alone; so the plan
 * has each root that changes, complete, and no other. That serves `local_port_config` too, which must always carry
 * every override.
 *
 * - `merge`: the payload is a merge patch (RFC 7396).
 * - `replace`: each root given stands for that root whole; roots left out stay.
 * - In both, null or a dash key (`{"-vars": ""}`) at the root removes the root. Deeper down a dash key is a name like any
 *   other, as it is to the cloud.
 *
 * @param mode as `modeOf` reads the payload, when it is not said
 * @returns a plan whose body is empty when nothing changes
 */
export function planUpdate(
  current: JsonObject,
  payload: JsonObject,
  mode: Mode = modeOf(current, payload),
  family?: FamilyName,
): Plan {
  const body = new Map<string, unknown>();
  const result = new Map(Object.entries(current));
  const roots: string[] = [];
  const removed: Removal[] = [];
  for (const [key, given] of Object.entries(payload)) {
    const name = removedBy(key) ?? key;
    // A root both given and removed is refused before; here what is given stands.
    if (isGiven(name, family) || (name !== key && Object.hasOwn(payload, name))) continue;
    const old = own(current, name);
    const value = name !== key || given === null ? undefined : mode === 'merge' ? mergePatch(old, given) : given;
    if (same(old, value)) continue;
    roots.push(name);
    removed.push(...removals([name], old, value));
    if (value === undefined) {
      body.set(`-${name}`, '');
      result.delete(name);
    } else {
      body.set(name, value);
      result.set(name, value);
    }
  }
  return { mode, body: Object.fromEntries(body), roots, result: Object.fromEntries(result), removed };
}

/** What is there before and not after, outermost only; lists are compared as wholes elsewhere. */
function removals(path: readonly string[], before: unknown, after: unknown): Removal[] {
  if (isNothing(before)) return [];
  if (after === undefined || after === null) return [{ path, was: before }];
  if (!isObject(before) || !isObject(after)) return [];
  return Object.keys(before).flatMap((key) => removals([...path, key], own(before, key), own(after, key)));
}

/**
 * Plans a new object: the payload without what the cloud gives itself, and without nulls and dash keys, which mean
 * nothing there. So a read-back of another object can be the pattern of a new one.
 */
export function planCreate(payload: JsonObject, family?: FamilyName): Plan {
  const entries = Object.entries(payload).filter(
    ([key, value]) => value !== null && !isGiven(key, family) && removedBy(key) === undefined,
  );
  const body = Object.fromEntries(entries.map(([key, value]) => [key, mergePatch(undefined, value)]));
  return { mode: 'merge', body, roots: Object.keys(body), result: body };
}

/** The mode that a payload of `undoPayload` has to be read in. */
export const UNDO_MODE: Mode = 'merge';

/**
 * The payload that restores `before` from `after`, as a merge patch (`UNDO_MODE`) with nothing in it but what differs:
 * what others change meanwhile stays, and a secret is in it only when it was itself changed.
 *
 * @param roots names of the roots to restore, as a plan has them
 */
export function undoPayload(before: JsonObject, after: JsonObject, roots: readonly string[]): JsonObject {
  const only = (object: JsonObject): JsonObject =>
    Object.fromEntries(roots.filter((root) => Object.hasOwn(object, root)).map((root) => [root, object[root]]));
  const patch = Object.entries(patchBetween(only(after), only(before)));
  // A dash key says what a null says, and no application drops it on the way.
  return Object.fromEntries(patch.map(([root, value]) => (value === null ? [`-${root}`, ''] : [root, value])));
}
