import fc from 'fast-check';

export type Json = Record<string, unknown>;

export const isRow = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names that two objects have in common often, some of them dangerous. */
const key = fc.constantFrom('a', 'b', 'c', 'name', 'ge-0/0/0', 'x.y', 'constructor', 'toString', '1');
const scalar = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom('', 'x', 'y', '{{v}}'), fc.boolean());

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(key, fc.constant('__proto__')), tie('value'), { maxKeys: 4 }),
  ),
}));

/** An object of the API: roots with any JSON below them. */
export const object: fc.Arbitrary<Json> = fc.dictionary(key, value, { maxKeys: 6, noNullPrototype: true });

/** Any value of a configuration. */
export const anything = value;

/** The same value with the keys of every object in another order. */
export function reordered(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(reordered);
  if (!isRow(given)) return given;
  return Object.fromEntries(
    Object.entries(given)
      .toReversed()
      .map(([name, one]) => [name, reordered(one)]),
  );
}

/** A JSON merge patch applied as RFC 7396 writes it down, with null, absent and [] told apart. */
export function rfc7396(target: unknown, patch: unknown): unknown {
  if (!isRow(patch)) return patch;
  const entries = new Map<string, unknown>(isRow(target) ? Object.entries(target) : []);
  for (const [name, one] of Object.entries(patch)) {
    entries.delete(name);
    const old = isRow(target) && Object.hasOwn(target, name) ? target[name] : undefined;
    if (one !== null) entries.set(name, rfc7396(old, one));
  }
  return Object.fromEntries(entries);
}

/** A value in the one form that all values have that mean the same to the cloud. */
export function canonical(given: unknown): unknown {
  if (Array.isArray(given)) return given.length === 0 ? null : given.map(canonical);
  if (!isRow(given)) return given ?? null;
  const entries = Object.entries(given).map(([name, one]) => [name, canonical(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== null).sort(([a], [b]) => (a < b ? -1 : 1)));
}
