import type { Condition, Schema } from './document.ts';
import { flat } from './shape.ts';

/** Types that are written shorter in an outline. */
const SHORT = new Map([
  ['integer', 'int'],
  ['boolean', 'bool'],
]);

/** Texts that would read as a number, a keyword or the notation's own signs are quoted. */
const BARE = /^(?!(?:true|false|null|-?\d[\d.]*)$)[^\s|()='"{}[\],][^\s|()='"{}[\]]*$/;

function value(of: unknown): string {
  if (typeof of !== 'string') return JSON.stringify(of);
  return BARE.test(of) ? of : `'${of}'`;
}

function range(low: number | undefined, high: number | undefined, unit = ''): string {
  if (low === undefined && high === undefined) return '';
  return ` ${low ?? ''}..${high ?? ''}${unit}`;
}

function scalar(type: string, schema: Schema): string {
  if (type === 'null') return 'null';
  const { exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  let text = SHORT.get(type) ?? type;
  if (type === 'string') {
    if (schema.format !== undefined && schema.format !== 'password') text = schema.format;
    text += range(schema.minLength, schema.maxLength, ' chars');
    if (schema.pattern !== undefined) text += ` /${schema.pattern}/`;
    return text;
  }
  if (type === 'integer' || type === 'number') {
    text += range(schema.minimum, schema.maximum);
    if (exclusiveMinimum !== undefined) text += ` >${exclusiveMinimum}`;
    if (exclusiveMaximum !== undefined) text += ` <${exclusiveMaximum}`;
    if (multipleOf !== undefined) text += ` step ${multipleOf}`;
  }
  return text;
}

/** The type of a schema in one word or a few: `int 1..4094|null`, `(open|psk)`, `{…}[]`, `{*: string}`. */
function typeText(schema: Schema, seen: readonly Schema[] = []): string {
  if (seen.includes(schema)) return '{…}';
  const down = [...seen, schema];
  const merged = flat(schema);
  const types = typeof merged.type === 'string' ? [merged.type] : (merged.type ?? []);
  const parts: string[] = [];
  const values = merged.enum ?? (merged.const === undefined ? undefined : [merged.const]);
  if (values) {
    parts.push(`(${values.map(value).join('|')})`);
    if (types.includes('null') && !values.includes(null)) parts.push('null');
  }
  const branches = [...(merged.oneOf ?? []), ...(merged.anyOf ?? [])];
  for (const branch of branches) parts.push(typeText(branch, down));
  if (branches.length > 0 && merged.properties) parts.push(objectText(merged, down));
  for (const type of values || branches.length > 0 ? [] : types) {
    if (type === 'array') parts.push(listText(merged, down));
    else if (type === 'object') parts.push(objectText(merged, down));
    else parts.push(scalar(type, merged));
  }
  if (parts.length === 0) parts.push(merged.items ? listText(merged, down) : objectText(merged, down, 'any'));
  return [...new Set(parts)].join('|');
}

function listText(schema: Schema, seen: readonly Schema[]): string {
  const inner = schema.items ? typeText(schema.items, seen) : 'any';
  const size = range(schema.minItems, schema.maxItems, ' items');
  // A type of several words or alternatives is fenced, so that the brackets belong to all of it.
  const fenced = /^\([^()]*\)$|^[^\s|]+$/.test(inner) ? inner : `<${inner}>`;
  return `${fenced}[]${size}${schema.uniqueItems ? ' unique' : ''}`;
}

function objectText(schema: Schema, seen: readonly Schema[], open = 'object'): string {
  const size = range(schema.minProperties, schema.maxProperties, ' keys');
  if (Object.keys(schema.properties ?? {}).length > 0) return `{…}${size}`;
  if (typeof schema.additionalProperties === 'object')
    return `{*: ${typeText(schema.additionalProperties, seen)}}${size}`;
  return open + size;
}

function conditionText(schema: Schema, kind: 'applies_when' | 'required_when', before: string): string {
  const all = schema[kind] ?? [];
  const together = ('field' in all ? [all] : all).map(conditionOf).join(' & ');
  const any = (schema[`${kind}_any`] ?? []).map(conditionOf).join(' or ');
  const text = [together, any].filter(Boolean).join(' & ');
  return text ? ` ${before} ${text}` : '';
}

const conditionOf = ({ field, in: values }: Condition): string => `${field}=${values.map(value).join('|')}`;

/** Everything an outline says of a field after its name: type, default, marks and conditions. */
export function fieldText(schema: Schema): string {
  const merged = flat(schema);
  let text = typeText(schema);
  if (merged.default !== undefined) text += `=${value(merged.default)}`;
  if (merged.secret || merged.format === 'password') text += ' secret';
  if (merged.readOnly) text += ' read-only';
  if (merged.writeOnly) text += ' write-only';
  if (merged.deprecated) text += ' deprecated';
  return text + conditionText(merged, 'applies_when', 'if') + conditionText(merged, 'required_when', 'required if');
}
