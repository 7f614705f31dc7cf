import { canonical, isObject } from './json.ts';
import { nameOf } from './naming.ts';

/** An element of a list and the one that it was before. */
export interface ListPair {
  /** Numbers in the list before and in the list after. */
  readonly old: number;
  readonly now: number;
}

/** Elements of two lists, as far as each is known again. */
export interface Pairing {
  readonly pairs: readonly ListPair[];
  /** Numbers of those of the list before that are gone, and of those of the list after that are new. */
  readonly gone: readonly number[];
  readonly fresh: readonly number[];
  /** Numbers, in the list after, of the fewest elements that were moved to turn one order into the other. */
  readonly moved: ReadonlySet<number>;
}

/** Numbers by a key of each element; a key that two elements share tells neither, so it is left out. */
function numbersBy(list: readonly unknown[], keyOf: (element: unknown) => string | undefined): Map<string, number> {
  const numbers = new Map<string, number>();
  const twice = new Set<string>();
  for (const [index, element] of list.entries()) {
    const key = keyOf(element);
    if (key === undefined) continue;
    if (numbers.has(key)) twice.add(key);
    else numbers.set(key, index);
  }
  for (const key of twice) numbers.delete(key);
  return numbers;
}

/**
 * Knows the elements of a list of objects again in another: by being alike, else by the same name, MAC or host.
 *
 * @returns undefined where nothing is known again at another place, so that comparing number by number says it all
 */
export function pairElements(before: readonly unknown[], after: readonly unknown[]): Pairing | undefined {
  if (!before.every(isObject) || !after.every(isObject)) return undefined;
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  for (const keyOf of [canonical, nameOf]) {
    const old = numbersBy(before, keyOf);
    for (const [key, now] of numbersBy(after, keyOf)) {
      const index = old.get(key);
      if (index === undefined || pairs.has(now) || taken.has(index)) continue;
      pairs.set(now, index);
      taken.add(index);
    }
  }
  if ([...pairs].every(([now, old]) => now === old)) return undefined;
  const ordered = [...pairs].sort(([a], [b]) => a - b).map(([now, old]) => ({ old, now }));
  const kept = longestRise(ordered.map(({ old }) => old));
  return {
    pairs: ordered,
    gone: [...before.keys()].filter((index) => !taken.has(index)),
    fresh: [...after.keys()].filter((index) => !pairs.has(index)),
    moved: new Set(ordered.filter((_, at) => !kept.has(at)).map(({ now }) => now)),
  };
}

/** A plain value at another place of a list. */
export interface MovedValue {
  readonly value: unknown;
  readonly from: number;
  readonly to: number;
}

/** The fewest values that were moved to turn the order of one list into that of another; one that is there twice is none. */
export function movedValues(before: readonly unknown[], after: readonly unknown[]): readonly MovedValue[] {
  const old = numbersBy(before, canonical);
  const both = [...numbersBy(after, canonical)]
    .flatMap(([key, to]) => {
      const from = old.get(key);
      return from === undefined ? [] : [{ value: after[to], from, to }];
    })
    .sort((a, b) => a.to - b.to);
  const kept = longestRise(both.map(({ from }) => from));
  return both.filter((_, place) => !kept.has(place));
}

/** Places of a longest rising part of some different numbers: whatever is not in it was moved. */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  /** Of the rises of each length, the place of the smallest last number; and for each place the one before it. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [place, number] of numbers.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before.push(ends[low - 1]);
    ends[low] = place;
  }
  const rise = new Set<number>();
  for (let place = ends.at(-1); place !== undefined; place = before[place]) rise.add(place);
  return rise;
}
