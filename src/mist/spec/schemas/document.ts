import { readGenerated } from '../layer-files.ts';

/** A dependency of one field on another of the same object (`../x`: of the object around it). */
export interface Condition {
  readonly field: string;
  readonly in: readonly unknown[];
}

/** A JSON Schema of the generated layer, with the annotations that the generator adds. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly deprecated?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string; readonly mapping?: Readonly<Record<string, string>> };
  /** The value is a credential. */
  readonly secret?: boolean;
  /** The field means something only while all of these hold. */
  readonly applies_when?: Condition | readonly Condition[];
  /** The field means something only while one of these holds. */
  readonly applies_when_any?: readonly Condition[];
  /** The field must be given while one of these holds. */
  readonly required_when_any?: readonly Condition[];
  /** The field must be given while all of these hold. */
  readonly required_when?: Condition | readonly Condition[];
}

interface Document {
  readonly $defs: Readonly<Record<string, Schema>>;
}

// The generator's output is trusted: it is committed and proven fresh by CI.
const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && '$defs' in value;

const read = new Map<string, Document>();

function document(file: 'schemas.json' | 'responses.json'): Document {
  let found = read.get(file);
  if (!found) {
    const value = readGenerated(file);
    if (!isDocument(value)) throw new Error(`generated/${file} is not a schema document; run: npm run generate`);
    found = value;
    read.set(file, found);
  }
  return found;
}

const opened = new Map<string, Schema>();

/**
 * A schema of the generated layer by its name in `$defs`, read on first use. Answers that are no configuration live
 * in a second document, which is opened only for a name that the first one lacks.
 *
 * @returns undefined when neither document has the name
 */
export function schemaOf(name: string): Schema | undefined {
  const known = opened.get(name);
  if (known) return known;
  for (const file of ['schemas.json', 'responses.json'] as const) {
    const { $defs } = document(file);
    const found = Object.hasOwn($defs, name) ? $defs[name] : undefined;
    if (!found) continue;
    opened.set(name, found);
    return found;
  }
  return undefined;
}

/** The schemas that were asked for so far, by name, in the order of asking. */
export function openedSchemas(): ReadonlyMap<string, Schema> {
  return opened;
}

const REF = /^#\/\$defs\/([^/]+)$/;

/** Name in `$defs` that a `$ref` points at, or undefined for any other schema. */
export function refName(schema: Schema): string | undefined {
  const encoded = schema.$ref === undefined ? undefined : REF.exec(schema.$ref)?.[1];
  return encoded?.replaceAll('~1', '/').replaceAll('~0', '~');
}

/**
 * Follows `$ref` to the end. What stands beside a `$ref` (a default, a condition, `secret`) wins over the target's.
 * An unknown target or a ring of references gives the schema without its `$ref`.
 */
export function resolveRef(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  let { $ref: _, ...known } = schema;
  let target: Schema | undefined = schema;
  const seen = new Set<string>();
  for (let name = refName(schema); name !== undefined && !seen.has(name); name = target && refName(target)) {
    seen.add(name);
    target = schemaOf(name);
    const { $ref: __, ...more }: Schema = target ?? {};
    known = { ...more, ...known };
  }
  return known;
}
