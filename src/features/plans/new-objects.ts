import { createHash } from 'node:crypto';
import { isRecord } from '../../core/json.ts';

/** Begins a text that stands for the id of an object which an earlier change creates. */
export const NEW = '$new:';
/** Begins a text that only looks like ours. */
const TEXT = '$text:';

/** A text as a plan has to write it, so that it is taken for nothing else. */
export const plainText = (text: string): string => (text.startsWith(NEW) || text.startsWith(TEXT) ? TEXT + text : text);

/**
 * An id that no object of a cloud has, for one that is yet to be created: the same name has the same id in every run.
 * Its first group tells it from ids of the cloud.
 */
export function placeholderId(name: string): string {
  const digits = createHash('sha256').update(`mistmcp plan ${name}`).digest('hex');
  return `${PLACEHOLDER}-${digits.slice(0, 4)}-4${digits.slice(4, 7)}-8${digits.slice(7, 10)}-${digits.slice(10, 22)}`;
}

const PLACEHOLDER = 'ffffffff';

/** Whether an id is one of `placeholderId`. */
export const isPlaceholder = (id: string): boolean => id.startsWith(`${PLACEHOLDER}-`);

/** A value of JSON with other texts in the place of some, keys of objects included. */
export function withTexts(value: unknown, textOf: (text: string) => string): unknown {
  if (typeof value === 'string') return textOf(value);
  if (Array.isArray(value)) return value.map((item: unknown) => withTexts(item, textOf));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [textOf(key), withTexts(item, textOf)]));
}

/** The names that a value refers to as `$new:NAME`. */
export function newNamesIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  withTexts(value, (text) => {
    if (text.startsWith(NEW)) found.add(text.slice(NEW.length));
    return text;
  });
  return found;
}

/** A value with ids in the place of `$new:NAME`, and texts that only look so as they are. */
export const withNewIds = (value: unknown, idOf: (name: string) => string): unknown =>
  withTexts(value, (text) => {
    if (text.startsWith(NEW)) return idOf(text.slice(NEW.length));
    return text.startsWith(TEXT) ? text.slice(TEXT.length) : text;
  });
