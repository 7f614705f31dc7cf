import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { flat, type Schema } from '../../../mist/schema-lookup.ts';
import { same } from '../json.ts';

let ajv: Ajv2020 | undefined;

function validator(): Ajv2020 {
  if (!ajv) {
    // The logger would write to stdout, which belongs to the protocol.
    ajv = new Ajv2020({ strict: false, logger: false });
    addFormats.default(ajv);
  }
  return ajv;
}

const NESTING: ReadonlySet<string> = new Set([
  ...['properties', 'additionalProperties', 'items', 'required', 'oneOf', 'anyOf', 'discriminator', 'default'],
  ...['applies_when', 'applies_when_any', 'required_when', 'required_when_any', 'secret'],
]);

/**
 * A schema without what stands below it, as alternatives of one kind of value each. `oneOf` is read as `anyOf`: several
 * of the document's overlap.
 */
function alone(schema: Schema, seen: readonly Schema[] = []): object {
  const merged = flat(schema);
  const own = Object.fromEntries(Object.entries(merged).filter(([key]) => !NESTING.has(key)));
  const forms = [...(merged.oneOf ?? []), ...(merged.anyOf ?? [])].filter((form) => !seen.includes(form));
  if (own.type === undefined && merged.properties) own.type = 'object';
  return forms.length > 0 ? { ...own, anyOf: forms.map((form) => alone(form, [...seen, form])) } : own;
}

const compiled = new WeakMap<Schema, ValidateFunction>();

function check(schema: Schema, value: unknown): boolean {
  const known = compiled.get(schema) ?? validator().compile(alone(schema));
  compiled.set(schema, known);
  return known(value) === true;
}

/** A variable of the site or organization, which stands for a value of any kind. */
const VARIABLE = /\{\{[^{}]*\}\}/;

/**
 * Whether a value is of the kind, among the choices and within the limits that its schema names; what stands in an
 * object or a list is not looked at. `{{variables}}` stand for any single value, an empty text for a text of a fixed
 * format that is not there, and a field's own default is right whatever the schema says of it.
 */
export function fits(schema: Schema, value: unknown): boolean {
  if (check(schema, value)) return true;
  const merged = flat(schema);
  if (merged.default !== undefined && same(merged.default, value)) return true;
  if (value === '') return merged.format !== undefined && !merged.enum && kindsOf(schema).includes('string');
  return typeof value === 'string' && VARIABLE.test(value) && takesSingle(schema);
}

/** Whether a schema takes text and no number: a number outside of its limits is another mistake. */
export const takesTextOnly = (schema: Schema): boolean => {
  const kinds = kindsOf(schema);
  return kinds.includes('string') && !kinds.includes('integer') && !kinds.includes('number');
};

/** The texts that a schema names as choices, where it takes no other text. */
export function choicesOf(schema: Schema, seen: readonly Schema[] = []): readonly string[] {
  const merged = flat(schema);
  if (merged.enum) return merged.enum.filter((choice) => typeof choice === 'string');
  const forms = [...(merged.oneOf ?? []), ...(merged.anyOf ?? [])].filter((form) => !seen.includes(form));
  return forms.flatMap((form) => choicesOf(form, [...seen, form]));
}

/** Whether the schema has room for anything but objects and lists. */
const takesSingle = (schema: Schema): boolean =>
  kindsOf(schema).some((kind) => kind !== 'object' && kind !== 'array' && kind !== 'null');

function kindsOf(schema: Schema, seen: readonly Schema[] = []): string[] {
  const merged = flat(schema);
  const forms = [...(merged.oneOf ?? []), ...(merged.anyOf ?? [])].filter((form) => !seen.includes(form));
  const inner = forms.flatMap((form) => kindsOf(form, [...seen, form]));
  const own = typeof merged.type === 'string' ? [merged.type] : (merged.type ?? []);
  const kinds = [...own, ...inner];
  return kinds.length > 0 ? [...new Set(kinds)] : merged.properties ? ['object'] : ['string'];
}
