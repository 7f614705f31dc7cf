import { isNothing, isObject, own, same } from './json.ts';
import { type Keys, keysText } from './keys.ts';
import { type Pairing, pairElements } from './list-pairs.ts';
import { nameTexts } from './naming.ts';
import { isSecretAt } from './secret.ts';
import type { Change, JsonObject } from './types.ts';

/**
 * What differs between two states of an object, field by field, in the order of the keys.
 *
 * Objects are compared attribute by attribute, and one that comes or goes is told attribute by attribute too. A list
 * with objects in it is compared element by element, after what is alike at both of its ends; an element that is known
 * again elsewhere by its content or name is told as moved. A removed element has its old number, any other its new one. A list of plain values is compared as a whole. Null, absent and [] are alike.
 */
export function difference(before: JsonObject, after: JsonObject): Change[] {
  return [...changes([], before, after)];
}

function* changes(keys: Keys, before: unknown, after: unknown): Generator<Change> {
  if (same(before, after)) return;
  if (isExpandable(before, after))
    yield* keys.length > 1 && (after === undefined || after === null)
      ? removedWhole(keys, before)
      : attributes(keys, before, after);
  else if (isListed(before, after)) yield* elements(keys, listOf(before), listOf(after));
  else yield* whole(keys, before, after);
}

/** Whether both are objects or nothing, and there is an attribute to tell of; an empty object is a value of its own. */
const isExpandable = (before: unknown, after: unknown): boolean =>
  [before, after].every((value) => value === undefined || value === null || isObject(value)) &&
  [before, after].some((value) => isObject(value) && Object.values(value).some((one) => !isNothing(one)));

const attributesOf = (value: unknown): readonly string[] => (isObject(value) ? Object.keys(value) : []);

function* attributes(keys: Keys, before: unknown, after: unknown): Generator<Change> {
  for (const key of new Set([...attributesOf(before), ...attributesOf(after)]))
    yield* changes([...keys, key], own(before, key), own(after, key));
}

/** An entry that goes is told attribute by attribute, each with the entry it goes with. */
function* removedWhole(keys: Keys, before: unknown): Generator<Change> {
  const within = keysText(keys);
  for (const change of attributes(keys, before, undefined)) yield { ...change, within };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isListed = (before: unknown, after: unknown): boolean =>
  [before, after].every((value) => isNothing(value) || Array.isArray(value)) &&
  [...listOf(before), ...listOf(after)].some(isObject);

function* elements(keys: Keys, before: readonly unknown[], after: readonly unknown[]): Generator<Change> {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && same(before[head], after[head])) head++;
  let tail = 0;
  while (tail < most - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  const pairing = pairElements(old, now);
  if (pairing) {
    yield* pairedElements(keys, head, old, now, pairing);
    return;
  }
  for (let index = 0; index < Math.max(old.length, now.length); index++) {
    const at = [...keys, head + index];
    // As an attribute null is nothing; as an element it makes the list longer.
    if (index >= old.length && isNothing(now[index])) yield added(at, now[index]);
    else if (index >= now.length && isNothing(old[index])) yield gone(at, old[index]);
    else yield* changes(at, old[index], now[index]);
  }
}

/** Elements that are known again at another place: what changes in each, which ones moved, which come and go. */
function* pairedElements(
  keys: Keys,
  head: number,
  old: readonly unknown[],
  now: readonly unknown[],
  { pairs, gone: gones, fresh, moved }: Pairing,
): Generator<Change> {
  for (const index of gones) yield* changes([...keys, head + index], old[index], undefined);
  for (const { old: from, now: to } of pairs) {
    const path = keysText([...keys, head + to]);
    if (moved.has(to))
      yield { path, kind: 'move', from: head + from, to: nameTexts(now[to])[0] ?? null, secret: false };
    yield* changes([...keys, head + to], old[from], now[to]);
  }
  for (const index of fresh) yield* changes([...keys, head + index], undefined, now[index]);
}

const added = (keys: Keys, to: unknown): Change => ({ path: keysText(keys), kind: 'set', to, secret: false });
const gone = (keys: Keys, from: unknown): Change => ({ path: keysText(keys), kind: 'remove', from, secret: false });

function* whole(keys: Keys, before: unknown, after: unknown): Generator<Change> {
  const secret = isSecretAt(keys, before) || isSecretAt(keys, after);
  const path = keysText(keys);
  if (isNothing(before)) yield { path, kind: 'set', to: after, secret };
  else if (isNothing(after)) yield { path, kind: 'remove', from: before, secret };
  else yield { path, kind: 'change', from: before, to: after, secret };
}

/**
 * Everything that is in a new object or in a body that stands for itself, field by field: also what is empty, since
 * nothing tells what that means there. Rows of a list that is the whole body stay together.
 */
export const contentsOf = (body: unknown): readonly Change[] =>
  Array.isArray(body) ? body.map((row: unknown, index) => added(['body', index], row)) : [...fields([], body)];

function* fields(keys: Keys, value: unknown): Generator<Change> {
  const members = isObject(value)
    ? Object.entries(value)
    : Array.isArray(value) && value.some(isObject)
      ? value.entries()
      : [];
  let empty = true;
  for (const [key, one] of members) {
    empty = false;
    yield* fields([...keys, key], one);
  }
  if (empty && keys.length > 0) yield { ...added(keys, value), secret: isSecretAt(keys, value) };
}
