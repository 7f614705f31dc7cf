import { isRecord } from '../core/json.ts';

/** What models and scripts write for an input that they leave out. Lower-case `none` is a value of the API. */
const PLACEHOLDER = /^(?:null|NULL|Null|None|undefined|N\/A|n\/a)$/;

/**
 * Blanks and commas alone, or the text of an empty list, object or text; of a trimmed text, since blanks that several
 * parts of an expression may take cost the cube of their number.
 */
const EMPTY_TEXT = /^(?:[\s,]*|\[[\s,]*\]|\{\s*\}|""|'')$/;

/**
 * Whether a value says nothing: null, an empty text (or one of blanks and commas, or of an empty list), and a list or an
 * object in which nothing says anything. Such a value counts as absent wherever an input may stand.
 */
export function saysNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return EMPTY_TEXT.test(value.trim());
  if (Array.isArray(value)) return value.every(saysNothing);
  return isRecord(value) && Object.values(value).every(saysNothing);
}

/** Whether the content of an object says nothing as a whole; what is inside it has a meaning, such as null. */
export const isEmptyContent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length === 0 : saysNothing(value);

/** Whether a text stands for an optional input that is left out: `null`, `None`, `undefined`, `N/A`. */
export const isPlaceholder = (value: unknown): boolean => typeof value === 'string' && PLACEHOLDER.test(value.trim());

/** A value without the parts that say nothing, at every depth; undefined where nothing is left. */
export function meaningful(value: unknown): unknown {
  if (saysNothing(value) || isPlaceholder(value)) return undefined;
  if (Array.isArray(value))
    return keepAny(value.map((item) => meaningful(withoutEndCommas(item))).filter((item) => item !== undefined));
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [name, meaningful(member)]);
  return keepAny(Object.fromEntries(members.filter(([, member]) => member !== undefined)));
}

/** An element of a list without commas around it: lists are sent joined with commas, and an empty one says nothing. */
const withoutEndCommas = (item: unknown): unknown =>
  typeof item === 'string' && /^\s*,|,\s*(?:,|$)/.test(item)
    ? item
        .split(',')
        .filter((part) => part.trim() !== '')
        .join(',')
    : item;

const keepAny = (value: object): object | undefined => (Object.keys(value).length > 0 ? value : undefined);
