import {
  byCodeUnit,
  fromEntries,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  pointerKeys,
  pointerSegment,
} from './json.ts';

/** Keywords whose value is data: kept as it is. What is in neither list is prose or unknown, and goes. */
const DATA = new Set([
  ...['type', 'enum', 'const', 'default', 'format', 'pattern', 'required', 'readOnly', 'writeOnly', 'deprecated'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minContains', 'maxContains', 'minProperties', 'maxProperties'],
  ...['dependentRequired', 'contentMediaType', 'contentEncoding'],
]);
const ONE = new Set([
  ...['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'contains', 'propertyNames'],
  ...['not', 'if', 'then', 'else'],
]);
const MANY = new Set(['oneOf', 'anyOf', 'allOf', 'prefixItems']);
const NAMED = new Set(['properties', 'patternProperties', 'dependentSchemas']);

/** A default text for people's eyes is prose too, and nothing a program could decide by; a pattern with variables is not. */
const isSentence = (value: Json): boolean =>
  typeof value === 'string' && value.length >= 40 && /(\S+\s+){5}/.test(value) && !value.includes('{{');

/** Which part of a schema a keyword's value is. */
export type Part = 'data' | 'one' | 'many' | 'named' | undefined;

/** How to descend into the value of a keyword; undefined for what is not part of the contract. */
export function partOf(keyword: string): Part {
  if (DATA.has(keyword)) return 'data';
  if (ONE.has(keyword)) return 'one';
  if (MANY.has(keyword)) return 'many';
  return NAMED.has(keyword) ? 'named' : undefined;
}

/** `#/components/schemas/x` as `#/$defs/x`. */
export function localRef(ref: string): string {
  const [, , name = '', ...rest] = pointerKeys(decodeURIComponent(ref));
  return `#/$defs/${[name, ...rest].map(pointerSegment).join('/')}`;
}

function refer(ref: string, visit: Visit): string {
  const local = localRef(ref);
  const [, name] = pointerKeys(local);
  if (name !== undefined) visit.refers(name);
  return local;
}

function discriminator(value: JsonObject, visit: Visit): JsonObject {
  const { propertyName = '', mapping } = value;
  if (!isObject(mapping)) return { propertyName };
  const local = Object.entries(mapping).map(([key, target]) => {
    const ref = String(target);
    return [key, refer(ref.startsWith('#') ? ref : `#/components/schemas/${ref}`, visit)] as const;
  });
  return { propertyName, mapping: fromEntries(local) };
}

/** A property met on a walk. */
export interface Property {
  name: string;
  /** Its schema as the document has it, and the one whose `properties` it is in. */
  schema: Json;
  holder: JsonObject;
  /** Where it will stand in the generated document. */
  pointer: string;
}

/** What a walk over a schema is told and tells. */
export interface Visit {
  /** Facts to write on a property beside what the spec says of it, such as that it is a secret. */
  marks(property: Property): JsonObject;
  /** Hears of every name in `$defs` that the schema refers to. */
  refers(name: string): void;
}

/**
 * The facts of a schema: its structure without prose, references pointed at `$defs`, properties marked.
 *
 * @param pointer where the result will stand in the generated document
 */
export function factsOf(schema: Json, pointer: string, visit: Visit): Json {
  if (!isObject(schema)) return schema;
  const facts: { [key: string]: Json } = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const here = `${pointer}/${keyword}`;
    const part = partOf(keyword);
    if (part === 'data' && !isSentence(value)) facts[keyword] = value;
    else if (part === 'one') facts[keyword] = factsOf(value, here, visit);
    else if (part === 'many' && isArray(value)) {
      facts[keyword] = value.map((item, index) => factsOf(item, `${here}/${index}`, visit));
    } else if (part === 'named' && isObject(value)) facts[keyword] = named(value, schema, here, visit);
    else if (keyword === '$ref') facts.$ref = refer(String(value), visit);
    else if (keyword === 'discriminator' && isObject(value)) facts.discriminator = discriminator(value, visit);
  }
  return ordered(facts);
}

const ordered = (facts: JsonObject): JsonObject =>
  fromEntries(Object.entries(facts).sort(([a], [b]) => byCodeUnit(a, b)));

function named(map: JsonObject, holder: JsonObject, at: string, visit: Visit): JsonObject {
  return fromEntries(
    Object.entries(map).map(([name, schema]) => {
      const pointer = `${at}/${pointerSegment(name)}`;
      const facts = factsOf(schema, pointer, visit);
      const extra = visit.marks({ name, schema, holder, pointer });
      return [name, isObject(facts) ? ordered({ ...facts, ...extra }) : facts] as const;
    }),
  );
}

/** Names in `$defs` that a schema of the generated layer refers to directly. */
export function referencesIn(facts: Json): string[] {
  if (!isObject(facts)) return [];
  return Object.entries(facts).flatMap(([keyword, value]) => {
    if (keyword === '$ref') return pointerKeys(String(value)).slice(1, 2);
    const part = partOf(keyword);
    if (part === 'one') return referencesIn(value);
    if (part === 'many' && isArray(value)) return value.flatMap(referencesIn);
    return part === 'named' && isObject(value) ? Object.values(value).flatMap(referencesIn) : [];
  });
}
