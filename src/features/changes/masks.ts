import { InputError } from '../../core/errors/input-error.ts';
import { groupBy } from '../../core/group-by.ts';
import { isMask, maskOf } from '../../core/mask.ts';
import { worded } from '../../mist/worded.ts';
import { canonical, isNothing, isObject, own, same } from './json.ts';
import { type Keys, keysText } from './keys.ts';
import { NAMING } from './naming.ts';
import type { JsonObject } from './types.ts';

/** Pairs of elements that one payload may need compared, about a quarter of a second of work. */
const MAX_COMPARISONS = 200_000;

/** What was found, and how many elements may still be compared. */
interface Work {
  readonly problems: string[];
  comparisons: number;
}

/** A place in the payload with what stands there in the current object, as it is and as it was shown. */
interface MaskedField {
  readonly keys: Keys;
  readonly given: unknown;
  readonly current: unknown;
  readonly shown: unknown;
}

/**
 * Puts secrets back in the place of the masks that an answer showed instead of them: a mask at the very place where it
 * was read means that the secret stays. An element of a list is known again by its other attributes or by its name or
 * host, wherever it stands now; where neither tells whose secret is meant, elements must not have been moved.
 *
 * @param current the object as the cloud gave it, undefined for a new one
 * @param redact how answers are masked; with it a text that holds masks among other words is filled as well
 * @returns the payload without masks; the very same when it had none
 * @throws InputError naming every place of a mask that stands for no known secret
 */
export function fillMasks(
  payload: JsonObject,
  current: JsonObject | undefined,
  redact: (value: unknown) => unknown = (value) => value,
): JsonObject {
  if (!holdsMask(payload)) return payload;
  const problems: string[] = [];
  const work: Work = { problems, comparisons: MAX_COMPARISONS };
  const shown = redact(current);
  const filled = Object.entries(payload).map(([key, given]) => {
    const place = { keys: [key], given, current: own(current, key), shown: own(shown, key) };
    return [key, fill(place, work)] as const;
  });
  if (problems.length === 0) return Object.fromEntries(filled);
  throw new InputError(
    `A mask stands for a secret and must not be written itself. ${worded(problems.map((one) => `${one}.`))}`,
    'Leave the field out to keep its secret, or give the secret itself.',
  );
}

/** Whether a mask stands anywhere in a value. */
export function holdsMask(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsMask);
  return isObject(value) ? Object.keys(value).some((key) => holdsMask(own(value, key))) : isMask(value);
}

function fill(place: MaskedField, work: Work): unknown {
  const { problems } = work;
  const { keys, given, current, shown } = place;
  if (!holdsMask(given)) return given;
  if (isObject(given)) {
    const entries = Object.keys(given).map((key) => {
      const inner = { given: own(given, key), current: own(current, key), shown: own(shown, key) };
      return [key, fill({ keys: [...keys, key], ...inner }, work)] as const;
    });
    return Object.fromEntries(entries);
  }
  if (Array.isArray(given)) {
    const before = listOf(current);
    const known = new KnownElements(before);
    const again = given.map((item: unknown, index) =>
      holdsMask(item) ? known.find(item, index, given.length) : undefined,
    );
    const claimed = new Set(again);
    return given.map((item: unknown, index) => {
      const at = [...keys, index];
      if (!holdsMask(item)) return item;
      // Only an element that no other was made from can be the one of the same number.
      const isHere = () => !claimed.has(index) && !isMoved(given, before, index, work);
      const found = again[index] ?? (isHere() ? index : undefined);
      if (found === undefined)
        return refuse(at, 'the list was rearranged, so whose secret it stands for is not known', problems);
      return fill({ keys: at, given: item, current: before[found], shown: listOf(shown)[found] }, work);
    });
  }
  const secret = isSecret(current) && (given === shown || given === maskOf(nameOf(keys)));
  if (secret) return current;
  if (isMask(current)) return refuse(keys, 'the cloud itself shows this token a mask there', problems);
  return refuse(keys, 'no secret was read at this very place', problems);
}

/** The elements of a list as it is, to find the one again that an element with masks was made from. */
class KnownElements {
  readonly #before: readonly unknown[];
  /** Numbers of the elements by what some of their attributes hold, for each choice of attributes that was asked for. */
  readonly #byValues = new Map<string, ReadonlyMap<string, readonly number[]>>();

  constructor(before: readonly unknown[]) {
    this.#before = before;
  }

  /**
   * The number of the one element that has all that the new one shows, or else its name.
   *
   * @param length of the new list
   * @returns undefined where none or several have
   */
  find(item: unknown, index: number, length: number): number | undefined {
    if (!isObject(item)) return undefined;
    const told = Object.keys(item).filter((key) => !isNothing(own(item, key)) && !holdsMask(own(item, key)));
    const alike = told.length > 0 ? this.#having(item, told) : [];
    if (alike.length === 1) return alike[0];
    // Of several that look the same, one is itself as long as none has left the list.
    if (alike.length > 1) return alike.includes(index) && length === this.#before.length ? index : undefined;
    const names = told.filter((key) => NAMING.includes(key));
    const named = names.map((key) => this.#having(item, [key])).find((some) => some.length > 0) ?? [];
    return named.length === 1 ? named[0] : undefined;
  }

  #having(item: JsonObject, keys: readonly string[]): readonly number[] {
    const choice = JSON.stringify(keys);
    const numbers = this.#byValues.get(choice) ?? this.#numbered(keys);
    this.#byValues.set(choice, numbers);
    return numbers.get(valuesText(item, keys)) ?? [];
  }

  #numbered(keys: readonly string[]): ReadonlyMap<string, readonly number[]> {
    const numbers = [...this.#before.keys()].filter((index) => isObject(this.#before[index]));
    return groupBy(numbers, (index) => valuesText(this.#before[index], keys));
  }
}

const valuesText = (object: unknown, keys: readonly string[]): string =>
  keys.map((key) => canonical(own(object, key))).join(' ');

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isSecret = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number') && value !== '' && !isMask(value);

/** A mask has the name that the secret stood under; elements of a list have the list's. */
const nameOf = (keys: Keys): string => String(keys.findLast((key) => typeof key === 'string') ?? '');

function refuse(keys: Keys, why: string, problems: string[]): undefined {
  problems.push(`${keysText(keys)}: ${why}`);
  return undefined;
}

/**
 * Whether an element may be another than the one of the same number: one elsewhere has more in common with it. One that
 * has all in common with it, in a list as long as before, is that one.
 *
 * @throws InputError when too many elements of long lists would have to be compared with each other
 */
function isMoved(given: readonly unknown[], before: readonly unknown[], index: number, work: Work): boolean {
  const item = given[index];
  const counted = given.length === before.length;
  if (!isObject(item)) return !counted;
  const told = Object.keys(item).filter((key) => !isNothing(own(item, key)) && !holdsMask(own(item, key)));
  const likeness = (other: unknown): number => told.filter((key) => same(own(item, key), own(other, key))).length;
  const mine = likeness(before[index]);
  if (counted && mine === told.length) return false;
  return before.some((other, at) => {
    if (work.comparisons === 0) throw tooMany(before.length);
    work.comparisons -= 1;
    if (at === index) return false;
    const theirs = likeness(other);
    if (theirs < mine || (theirs === mine && counted)) return false;
    return !same(other, before[index]);
  });
}

function tooMany(length: number): InputError {
  return new InputError(
    `A list of ${length} elements was rearranged, and its masks stand for too many secrets to tell whose each is.`,
    'Keep the order and number of the elements, give the secrets themselves, or change fewer at a time.',
  );
}
