import { isRecord, type JsonObject } from '../../../core/json.ts';
import { isSecretName } from '../secret-names.ts';

/** Schemas by name, as `$defs` holds them. */
export type Definitions = Readonly<Record<string, unknown>>;

const ONE = ['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'contains'];
const ONE_MORE = ['propertyNames', 'not', 'if', 'then', 'else'];
const SINGLE: ReadonlySet<string> = new Set([...ONE, ...ONE_MORE]);
const LISTED: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'allOf', 'prefixItems']);
const NAMED: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas']);
type Check = (value: unknown) => boolean;
const anything: Check = () => true;
const isText: Check = (value) => typeof value === 'string';
const isYesNo: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number';
const listOf =
  (isPart: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isPart);
const oneOrMore =
  (isPart: Check): Check =>
  (value) =>
    isPart(value) || listOf(isPart)(value);
const mapOf =
  (isPart: Check): Check =>
  (value) =>
    isRecord(value) && Object.values(value).every(isPart);
const isCondition: Check = (value) => isRecord(value) && isText(value.field) && Array.isArray(value.in);
const isDiscriminator: Check = (value) =>
  isRecord(value) && isText(value.propertyName) && (value.mapping === undefined || mapOf(isText)(value.mapping));

const all = (names: readonly string[], check: Check): [string, Check][] => names.map((name) => [name, check]);

/** Keywords that hold no schema, and what they hold: whoever reads a schema relies on it. */
const DATA: ReadonlyMap<string, Check> = new Map([
  ...all(['const', 'default'], anything),
  ...all(['type'], oneOrMore(isText)),
  ...all(['enum'], listOf(anything)),
  ...all(['format', 'contentMediaType', 'contentEncoding'], isText),
  ...all(['required'], listOf(isText)),
  ...all(['readOnly', 'writeOnly', 'deprecated', 'secret', 'uniqueItems'], isYesNo),
  ...all(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'], isNumber),
  ...all(['minLength', 'maxLength', 'minItems', 'maxItems', 'minContains', 'maxContains'], isNumber),
  ...all(['minProperties', 'maxProperties'], isNumber),
  ...all(['dependentRequired'], mapOf(listOf(isText))),
  ...all(['discriminator'], isDiscriminator),
  ...all(['applies_when', 'required_when'], oneOrMore(isCondition)),
  ...all(['applies_when_any', 'required_when_any'], listOf(isCondition)),
]);

const REF = /^#\/\$defs\/([^/]+)$/;
/** The name of the schema that a reference within a layer leads to. */
export const nameIn = (ref: string): string | undefined =>
  REF.exec(ref)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~');

/** What a layer's schemas are held against. */
export interface Measure {
  /** Whether either document of the layer has a schema of a name. */
  readonly has: (name: string) => boolean;
  /** The program's own schemas, whose secrets stay secrets. */
  readonly own: Definitions;
  /** Told every regular expression that values would be tried against. */
  readonly pattern: (text: string) => void;
}

/** Reads the definitions of one document of a layer. @throws Error when it is none */
export function definitionsOf(value: unknown, file: string): Definitions {
  const defs = isRecord(value) ? value.$defs : undefined;
  if (!isRecord(defs)) throw new Error(`its ${file} has no schemas`);
  return defs;
}

/** Whether a value of a schema can be a secret at all: no yes or no, and no object with members of its own. */
function canHold(schema: JsonObject): boolean {
  const types = [schema.type].flat();
  return !types.includes('boolean') && !isRecord(schema.properties);
}

/**
 * A copy of a layer's schemas that this program can rely on: only keywords that it knows, references that lead to a
 * schema of the layer, and every secret marked that is one by the program's rules or was one in its own release,
 * whatever the layer says.
 *
 * @throws Error naming what is odd
 */
export function readSchemas(defs: Definitions, measure: Measure): Definitions {
  return Object.fromEntries(
    Object.entries(defs).map(([name, schema]) => [name, read(schema, name, own(measure.own, name), measure)]),
  );
}

const own = (record: unknown, name: string): unknown =>
  isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;

function read(schema: unknown, owner: string, before: unknown, measure: Measure): unknown {
  if (typeof schema === 'boolean') return schema;
  if (!isRecord(schema)) throw new Error(`its schema ${owner} holds something that is no schema`);
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keywordOf(keyword, value, owner, own(before, keyword), measure),
    ]),
  );
}

function keywordOf(keyword: string, value: unknown, owner: string, before: unknown, measure: Measure): unknown {
  if (keyword === '$ref') return reference(value, owner, measure);
  if (keyword === 'pattern') return pattern(value, owner, measure);
  const check = DATA.get(keyword);
  if (check?.(value)) return value;
  if (SINGLE.has(keyword)) return read(value, owner, before, measure);
  if (LISTED.has(keyword) && Array.isArray(value)) {
    const list: readonly unknown[] = Array.isArray(before) ? before : [];
    return value.map((part: unknown, index) => read(part, owner, list[index], measure));
  }
  if (NAMED.has(keyword) && isRecord(value)) return named(keyword, value, owner, before, measure);
  const odd = check ? ' with a value that it cannot have' : ', which is not understood';
  throw new Error(`its schema ${owner} has ${JSON.stringify(keyword.slice(0, 40))}${odd}`);
}

function reference(value: unknown, owner: string, { has }: Measure): string {
  const name = typeof value === 'string' ? nameIn(value) : undefined;
  if (typeof value === 'string' && name !== undefined && has(name)) return value;
  throw new Error(`its schema ${owner} refers to a schema that is not there`);
}

function pattern(value: unknown, owner: string, measure: Measure): string {
  if (typeof value !== 'string') throw new Error(`its schema ${owner} has a pattern that is no text`);
  measure.pattern(value);
  return value;
}

function named(keyword: string, value: JsonObject, owner: string, before: unknown, measure: Measure): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => {
      if (keyword === 'patternProperties') measure.pattern(name);
      const known = own(before, name);
      const facts = read(schema, owner, known, measure);
      if (keyword !== 'properties' || !isRecord(facts)) return [name, facts];
      const secret = own(known, 'secret') === true || (isSecretName(name, owner) && canHold(facts));
      return [name, secret ? { ...facts, secret: true } : facts];
    }),
  );
}

/** Every regular expression in schemas, of which nothing else is looked at. */
export function patternsIn(value: unknown, found: (text: string) => void): void {
  if (Array.isArray(value)) for (const item of value) patternsIn(item, found);
  if (!isRecord(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'pattern' && typeof item === 'string') found(item);
    else if (key === 'patternProperties' && isRecord(item)) for (const name of Object.keys(item)) found(name);
    patternsIn(item, found);
  }
}
