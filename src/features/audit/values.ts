import { isRecord, type JsonObject } from '../../core/json.ts';

/** A value as a record; an empty one where it is none. */
export const recordOf = (value: unknown): JsonObject => (isRecord(value) ? value : {});

/** A value as a list; an empty one where it is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A value as a list of texts; what is no text is left out. */
export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one): one is string => typeof one === 'string');

/** A value as text; empty where it is neither text nor number. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Every text of a value with where it stands, keys included. */
export function* textsIn(value: unknown, path = ''): Iterable<readonly [text: string, path: string]> {
  if (typeof value === 'string') yield [value, path];
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item, `${path}[]`);
  else if (isRecord(value))
    for (const [key, item] of Object.entries(value)) {
      const inner = path === '' ? key : `${path}.${key}`;
      yield [key, inner];
      yield* textsIn(item, inner);
    }
}
