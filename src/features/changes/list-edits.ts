import { InputError } from '../../core/errors/input-error.ts';
import { asText } from '../../core/json.ts';
import { worded } from '../../mist/worded.ts';
import { canonical, isNothing, isObject, own } from './json.ts';
import { type Keys, keysText } from './keys.ts';
import { mergePatch } from './merge-patch.ts';
import { NAMING, nameTexts } from './naming.ts';
import type { JsonObject } from './types.ts';

/** What a list takes instead of all its elements. No attribute of the API has one of these names. */
const EDITS: readonly string[] = ['add', 'remove', 'replace'];

/** Elements that may be compared for one payload, about a tenth of a second of work. */
const MAX_COMPARISONS = 200_000;

/** Names that an error lists. */
const MOST_NAMED = 8;

interface Work {
  readonly problems: string[];
  comparisons: number;
}

/**
 * Writes out the lists of a merge patch that are given by what changes in them:
 *
 * - `{"add": [...]}` appends elements; one that is there already stays once.
 * - `{"remove": [...]}` takes out an element by its value, its name or host, or by attributes that only it has.
 * - `{"replace": [...]}` changes the element of the same name or host: attributes given replace, the others stay.
 *
 * Masks in what is added or replaced are left to whoever fills in secrets.
 *
 * @param current the object as the cloud gave it
 * @param patch a merge patch; whatever else is in it stays as it is
 * @returns the patch with whole lists; the very same when no list was edited
 * @throws InputError naming each element that is not there, or that fits several
 */
export function withWholeLists(current: JsonObject, patch: JsonObject): JsonObject {
  const work: Work = { problems: [], comparisons: MAX_COMPARISONS };
  const whole = expanded([], current, patch, work);
  if (work.problems.length > 0)
    throw new InputError(
      `A list cannot be edited so. ${worded(work.problems.map((one) => `${one}.`))}`,
      'Nothing was sent. mist_get_configuration_objects shows the list as it is.',
    );
  return isObject(whole) ? whole : patch;
}

function expanded(keys: Keys, current: unknown, patch: unknown, work: Work): unknown {
  if (!isObject(patch)) return patch;
  if (isEdit(current, patch)) return editedList(keys, Array.isArray(current) ? current : [], patch, work);
  let changed = false;
  const entries = Object.entries(patch).map(([key, given]) => {
    const value = expanded([...keys, key], own(current, key), given, work);
    if (value !== given) changed = true;
    return [key, value] as const;
  });
  return changed ? Object.fromEntries(entries) : patch;
}

/** Where nothing stands yet, only what is added tells a list from a map that has such names. */
function isEdit(current: unknown, patch: JsonObject): boolean {
  const keys = Object.keys(patch);
  if (keys.length === 0 || !keys.every((key) => EDITS.includes(key) && Array.isArray(patch[key]))) return false;
  return Array.isArray(current) || isNothing(current);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function editedList(keys: Keys, before: readonly unknown[], edit: JsonObject, work: Work): readonly unknown[] {
  const gone = new Set<number>();
  const anew = new Map<number, unknown>();
  for (const wanted of listOf(edit.remove)) {
    const index = theOne(keys, before, wanted, hasAll, work);
    if (index !== undefined) gone.add(index);
  }
  for (const given of listOf(edit.replace)) {
    const index = theOne(keys, before, given, hasName, work);
    if (index === undefined) continue;
    if (gone.has(index) || anew.has(index))
      work.problems.push(`${keysText(keys)}: ${shown(given)} is given more than once`);
    const old = before[index];
    anew.set(index, isObject(given) ? mergePatch(old, expanded([...keys, index], old, given, work)) : given);
  }
  const kept = before.flatMap((element, index) => (gone.has(index) ? [] : [anew.get(index) ?? element]));
  const there = new Set(kept.map(canonical));
  const added = listOf(edit.add).filter((element) => !there.has(canonical(element)));
  for (const element of added) refuseNamesake(keys, kept, element, work);
  return [...kept, ...added];
}

/** Whether an element is meant by all that is said of it. A text alone is the element itself, or its name. */
function hasAll(element: unknown, wanted: unknown): boolean {
  if (!isObject(wanted)) return canonical(element) === canonical(wanted) || nameTexts(element).includes(asText(wanted));
  const told = Object.keys(wanted).filter((key) => !isNothing(own(wanted, key)));
  return told.length > 0 && told.every((key) => canonical(own(element, key)) === canonical(own(wanted, key)));
}

/** Whether an element has the name of another; the first kind of name that the other has decides. */
function hasName(element: unknown, given: unknown): boolean {
  const key = NAMING.find((one) => !isNothing(own(given, one)));
  return key !== undefined && canonical(own(element, key)) === canonical(own(given, key));
}

type Fits = (element: unknown, wanted: unknown) => boolean;

/** The number of the one element that is meant; where there is none or several, that is a problem. */
function theOne(keys: Keys, list: readonly unknown[], wanted: unknown, fits: Fits, work: Work): number | undefined {
  work.comparisons -= list.length;
  if (work.comparisons < 0)
    throw new InputError(
      `\`payload\` names too many elements of long lists to look each of them up.`,
      'Nothing was sent. Change fewer at a time, or give the list whole.',
    );
  const found = list.flatMap((element, index) => (fits(element, wanted) ? [index] : []));
  if (found.length === 1) return found[0];
  const path = keysText(keys);
  if (found.length > 1)
    work.problems.push(`${path}: ${found.length} elements fit ${shown(wanted)}; give attributes that only one has`);
  else if (fits === hasName && nameTexts(wanted).length === 0)
    work.problems.push(`${path}: an element to replace is named by its ${NAMING.join(', ')}`);
  else work.problems.push(`${path}: no element is ${shown(wanted)}; there ${namesText(list)}`);
  return undefined;
}

function refuseNamesake(keys: Keys, kept: readonly unknown[], element: unknown, work: Work): void {
  work.comparisons -= kept.length;
  if (work.comparisons < 0) return;
  if (kept.some((other) => hasName(other, element)))
    work.problems.push(`${keysText(keys)}: ${shown(element)} is there already; \`replace\` changes it`);
}

/** An element by its name alone: whatever else it holds may be secret. */
function shown(element: unknown): string {
  const [name] = nameTexts(element);
  if (name !== undefined) return JSON.stringify(name.slice(0, 60));
  return isObject(element)
    ? `one with ${Object.keys(element).slice(0, 6).join(', ')}`
    : JSON.stringify(asText(element).slice(0, 60));
}

function namesText(list: readonly unknown[]): string {
  const names = list.flatMap((element) => {
    const [name] = isObject(element) ? nameTexts(element) : [asText(element)];
    return name === undefined ? [] : [JSON.stringify(name.slice(0, 60))];
  });
  if (list.length === 0) return 'is none';
  if (names.length === 0) return `are ${list.length} without a name`;
  const more = names.length - MOST_NAMED;
  return `${list.length === 1 ? 'is' : 'are'} ${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
