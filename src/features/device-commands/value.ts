import { asText, isRecord, parseJson } from '../../core/json.ts';
import { type Field, flat, propertiesOf, type Schema } from '../../mist/schema-lookup.ts';
import { type Reading, readScalar, type ValueRule } from '../../mist/spec/read-value.ts';

/** A value as the API takes it, or what is wrong with it, as the end of a sentence. */
export type ValueReading = Reading<unknown>;

/** Longer than any name, address or prefix. */
const LONGEST = 255;

const wrong = (problem: string): ValueReading => ({ problem });

/** Reads the value of a field as models write it: `"4"` is 4, a text with commas a list, a list of one its member. */
export function readValue(field: Field, value: unknown): ValueReading {
  const schema = flat(field.schema);
  const inner = propertiesOf(field.schema).get(field.name);
  // Where the spec wraps a plain value in an object of the same name, the plain value is what people write.
  if (inner && typeof value !== 'object') {
    const read = readValue(inner, value);
    return read.problem === undefined ? { value: { [field.name]: read.value } } : read;
  }
  return read(schema, value, field.name);
}

function read(schema: Schema, value: unknown, name: string): ValueReading {
  switch (schema.type) {
    case 'array':
      return readList(schema, value, name);
    case 'integer':
    case 'number':
    case 'boolean':
      return readScalar(ruleOf(schema, name), value);
    case 'object':
      return readObject(schema, typeof value === 'string' ? parseJson(value) : value);
    default:
      return readText(schema, value, name);
  }
}

function readObject(schema: Schema, value: unknown): ValueReading {
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

/** A list as its JSON, or as words with commas or blanks between them. */
function listFromText(text: string): readonly unknown[] {
  const parsed = text.trim().startsWith('[') ? parseJson(text) : undefined;
  return Array.isArray(parsed) ? parsed : text.split(/[\s,]+/).filter((word) => word !== '');
}

function readList(schema: Schema, value: unknown, name: string): ValueReading {
  const items: readonly unknown[] =
    typeof value === 'string' ? listFromText(value) : Array.isArray(value) ? value : [value];
  const values: unknown[] = [];
  for (const item of items) {
    const one = read(flat(schema.items ?? {}), item, name);
    if (one.problem !== undefined) return wrong(`has an entry that ${one.problem}`);
    values.push(one.value);
  }
  // An empty list could be taken for all of them.
  return values.length > 0 ? { value: values } : wrong('must not be empty');
}

/** Whether a text holds a code that a terminal or a command line could act on. */
const hasControl = (text: string): boolean => /\p{Cc}/u.test(text);

function readText(schema: Schema, value: unknown, name: string): ValueReading {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof only !== 'string' && typeof only !== 'number') {
    return wrong(Array.isArray(value) ? 'takes one value, not several' : 'must be a text');
  }
  const text = asText(only).trim();
  if (text === '') return wrong('must not be empty');
  if (text.length > LONGEST || hasControl(text)) return wrong('is no text that a device could take');
  return readScalar(ruleOf(schema, name), text);
}

const RULED = ['string', 'integer', 'number', 'boolean'] as const;

/** What a plain value of a schema is checked against; fields called `mac` and `macs` hold MACs. */
function ruleOf({ type, enum: choices, format, minimum, maximum }: Schema, name: string): ValueRule {
  const meaning = /^macs?$/.test(name) ? 'mac' : undefined;
  return { type: RULED.find((one) => one === type), enum: choices, format, minimum, maximum, meaning };
}
