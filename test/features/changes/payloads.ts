import fc from 'fast-check';
import type { Family } from '../../../src/mist/families.ts';
import { flat, type Schema, schemaOf, shapeOf } from '../../../src/mist/schema-lookup.ts';
import { isRow, type Json } from './values.ts';

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  uuid: ['4a3c1b70-0c11-4f0e-9a52-0d7d4f1b2c3d', '00000000-0000-0000-1000-5c5b35000001'],
  ipv4: ['10.1.2.3'],
  ipv6: ['2001:db8::1'],
  email: ['someone@example.com'],
  uri: ['https://example.com/a'],
  url: ['https://example.com/a'],
};

/** Attributes whose values mean something in the world, which no schema says. */
const MEANINGFUL: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  timezone: fc.constantFrom('Europe/Berlin', 'US/Pacific', '{{zone}}'),
  country_code: fc.constantFrom('DE', 'US', '{{country}}'),
  topics: fc.uniqueArray(fc.constantFrom('alarms', 'audits', 'site_sle')),
  channels: fc.constantFrom(null, []),
};

/** A radio's own channel is automatic in samples: which there are depends on its band. */
function meaningful(name: string, schema: Schema): fc.Arbitrary<unknown> | undefined {
  return name === 'channel' && flat(schema).default === null ? fc.constant(null) : MEANINGFUL[name];
}

/** Longest way down that is filled; what is required below it ends there, too, in every schema there is. */
const DEEPEST = 5;

/** Values that a schema allows, made from it alone. */
export function valid(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const merged = flat(schema);
  if (merged.enum) return fc.constantFrom(...merged.enum.filter((value) => value !== null));
  const { variants } = shapeOf(schema);
  if (variants.length > 0) return fc.oneof(...variants.map((variant) => valid(variant.schema, depth)));
  const forms = [...(merged.oneOf ?? []), ...(merged.anyOf ?? [])].filter((form) => flat(form).type !== 'null');
  if (forms.length > 0) return fc.oneof(...forms.map((form) => valid(form, depth)));
  const types = typeof merged.type === 'string' ? [merged.type] : (merged.type ?? []);
  const type = types.find((one) => one !== 'null') ?? (merged.properties ? 'object' : 'string');
  if (type === 'object') return objectOf(schema, depth);
  if (type === 'array') {
    const size = {
      minLength: merged.minItems ?? 0,
      maxLength: Math.max(merged.minItems ?? 0, Math.min(2, merged.maxItems ?? 2)),
    };
    return fc.uniqueArray(merged.items ? valid(merged.items, depth + 1) : fc.constant('x'), {
      ...size,
      selector: (one) => JSON.stringify(one),
    });
  }
  return scalar(type, merged);
}

function scalar(type: string, schema: Schema): fc.Arbitrary<unknown> {
  const { minimum = 0, maximum = 1000, minLength = 1, maxLength = 12, format = '' } = schema;
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer')
    return fc.integer({ min: Math.ceil(minimum), max: Math.max(Math.ceil(minimum), Math.floor(maximum)) });
  if (type === 'number') return fc.double({ min: minimum, max: Math.max(minimum, maximum), noNaN: true });
  const known = FORMATS[format];
  if (known) return fc.constantFrom(...known);
  if (schema.pattern !== undefined) {
    return fc
      .stringMatching(new RegExp(schema.pattern))
      .filter(({ length }) => length >= minLength && length <= (schema.maxLength ?? length));
  }
  const letters = fc.constantFrom('a', 'b', '1', '-');
  return fc.string({ unit: letters, minLength, maxLength: Math.max(minLength, maxLength) });
}

function objectOf(schema: Schema, depth: number): fc.Arbitrary<Json> {
  const { fields, map } = shapeOf(schema);
  const writable = [...fields.values()].filter((field) => field.required || flat(field.schema).readOnly !== true);
  const chosen = writable.filter((field) => depth < DEEPEST || field.required);
  const inner = Object.fromEntries(
    chosen.map(({ name, schema: inside }) => [name, meaningful(name, inside) ?? valid(inside, depth + 1)]),
  );
  const requiredKeys = chosen.filter((field) => field.required).map((field) => field.name);
  const most = depth === 0 ? 8 : 4;
  // Of a hundred optional fields a few at a time are enough.
  const some = fc.subarray(Object.keys(inner), { maxLength: Math.min(most, chosen.length) }).chain((names) => {
    const kept = new Set([...names, ...requiredKeys]);
    return fc.record(Object.fromEntries(Object.entries(inner).filter(([name]) => kept.has(name))), {
      noNullPrototype: true,
    });
  });
  if (!map || depth >= DEEPEST) return some;
  const maxKeys = Math.min(2, flat(schema).maxProperties ?? 2);
  const others = fc.dictionary(fc.constantFrom('ge-0/0/1', 'corp', '7'), valid(map, depth + 1), {
    maxKeys,
    noNullPrototype: true,
  });
  return fc.tuple(others, some).map(([any, named]) => ({ ...any, ...named }));
}

/** Payloads that create an object of the family. */
export function payloadOf(family: Family): fc.Arbitrary<Json> {
  return valid(schemaOf(family.schema) ?? {}).map((value) => {
    if (!isRow(value)) throw new Error(`${family.name} is no object`);
    return value;
  });
}
