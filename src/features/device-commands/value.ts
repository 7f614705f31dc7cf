import { isId } from '../../core/ids.ts';
import { isRecord } from '../../core/json.ts';
import { type Field, flat, propertiesOf, type Schema } from '../../mist/schema-lookup.ts';

/** A value as the API takes it, or what is wrong with it, as the end of a sentence. */
export type Read = { readonly value: unknown; readonly problem?: undefined } | { readonly problem: string };

/** Longer than any name, address or prefix. */
const LONGEST = 255;

const wrong = (problem: string): Read => ({ problem });

/** Reads the value of a field as models write it: `"4"` is 4, a text with commas a list, a list of one its member. */
export function readValue(field: Field, value: unknown): Read {
  const schema = flat(field.schema);
  const inner = propertiesOf(field.schema).get(field.name);
  // Where the spec wraps a plain value in an object of the same name, the plain value is what people write.
  if (inner && typeof value !== 'object') {
    const read = readValue(inner, value);
    return read.problem === undefined ? { value: { [field.name]: read.value } } : read;
  }
  return read(schema, value);
}

function read(schema: Schema, value: unknown): Read {
  switch (schema.type) {
    case 'array':
      return readList(schema, value);
    case 'integer':
    case 'number':
      return readNumber(schema, value);
    case 'boolean':
      if (typeof value === 'boolean') return { value };
      return typeof value === 'string' && /^(true|false)$/i.test(value)
        ? { value: /^true$/i.test(value) }
        : wrong('must be a boolean');
    case 'object':
      return readObject(schema, value);
    default:
      return readText(schema, value);
  }
}

function readObject(schema: Schema, value: unknown): Read {
  if (!isRecord(value)) return wrong('must be an object');
  const fields = propertiesOf(schema);
  const members = new Map<string, unknown>();
  for (const [name, member] of Object.entries(value)) {
    const field = fields.get(name);
    if (!field) return wrong(`has no field \`${name.slice(0, 60)}\`; it has ${[...fields.keys()].join(', ')}`);
    const one = readValue(field, member);
    if (one.problem !== undefined) return wrong(`has a field \`${name}\` that ${one.problem}`);
    members.set(name, one.value);
  }
  return members.size > 0 ? { value: Object.fromEntries(members) } : wrong('must not be empty');
}

function readList(schema: Schema, value: unknown): Read {
  const items: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[\s,]+/) : [value];
  const values: unknown[] = [];
  for (const item of items) {
    const one = read(flat(schema.items ?? {}), item);
    if (one.problem !== undefined) return wrong(`has an entry that ${one.problem}`);
    values.push(one.value);
  }
  // An empty list could be taken for all of them.
  return values.length > 0 ? { value: values } : wrong('must not be empty');
}

function readNumber({ type, minimum, maximum }: Schema, value: unknown): Read {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number) || (type === 'integer' && !Number.isInteger(number))) {
    return wrong(`must be ${type === 'integer' ? 'a whole number' : 'a number'}`);
  }
  if (minimum !== undefined && number < minimum) return wrong(`must be at least ${minimum}`);
  if (maximum !== undefined && number > maximum) return wrong(`must be at most ${maximum}`);
  return { value: number };
}

/** Whether a text holds a code that a terminal or a command line could act on. */
const hasControl = (text: string): boolean => /\p{Cc}/u.test(text);

function readText(schema: Schema, value: unknown): Read {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof only !== 'string' && typeof only !== 'number') {
    return wrong(Array.isArray(value) ? 'takes one value, not several' : 'must be a text');
  }
  const text = String(only).trim();
  if (schema.enum && !schema.enum.includes(text)) return wrong(`must be one of ${schema.enum.join(', ')}`);
  if (text === '') return wrong('must not be empty');
  if (text.length > LONGEST || hasControl(text)) return wrong('is no text that a device could take');
  if (schema.format === 'uuid' && !isId(text)) return wrong('must be an id');
  return { value: text };
}
