import { isRecord } from '../../../core/json.ts';

/** Parts that one schema may be put together from; the largest of today's has twenty. */
const MOST_PARTS = 2000;

/**
 * Finds a schema that is put together from so many parts (`allOf`, `oneOf`, `anyOf`, and what those refer to) that
 * whoever merges them would never end: forty schemas of two references to the next one are a million million parts.
 *
 * @param schemas by name
 * @param nameIn which of them a `$ref` leads to
 * @returns its name, or undefined
 */
export function endlessSchema(
  schemas: Readonly<Record<string, unknown>>,
  nameIn: (ref: string) => string | undefined,
): string | undefined {
  // A schema within itself is counted once: those who merge end there.
  const known = new Map<string, number>();
  const named = (name: string | undefined): number => {
    if (name === undefined || !Object.hasOwn(schemas, name)) return 0;
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, 0);
    const parts = partsOf(schemas[name]);
    known.set(name, parts);
    return parts;
  };
  const partsOf = (schema: unknown): number => {
    if (!isRecord(schema)) return 1;
    const { $ref, allOf, oneOf, anyOf } = schema;
    const within = [allOf, oneOf, anyOf].flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []));
    return within.reduce<number>(
      (sum, part) => sum + partsOf(part),
      1 + (typeof $ref === 'string' ? named(nameIn($ref)) : 0),
    );
  };
  return Object.keys(schemas).find((name) => named(name) > MOST_PARTS);
}
