import { type Clause, type Comparison, readClause } from './clauses.ts';
import { fieldOf, type Holders } from './holders.ts';
import { arrayAt, isObject, type Json, type JsonObject, textAt } from './json.ts';
import { resolve, type Spec } from './spec.ts';

/**
 * A condition on another field. `field` is dotted, relative to the object that holds the property; `../x` is field
 * `x` of the nearest object around that one, lists and maps between them not counted. `null` in `in` means null or
 * absent.
 */
export interface Condition {
  readonly [key: string]: Json;
  readonly field: string;
  readonly in: readonly Json[];
}

const typesOf = (schema: JsonObject): readonly Json[] =>
  typeof schema.type === 'string' ? [schema.type] : arrayAt(schema, 'type');

/** All values that a field can have, where they are few and known. */
function choices(schema: JsonObject): readonly Json[] {
  const named = arrayAt(schema, 'enum').filter((value) => value !== null);
  if (named.length > 0) return named;
  if (schema.const !== undefined) return [schema.const];
  return typesOf(schema).includes('boolean') ? [true, false] : [];
}

/** The values that differ from one; a field that has no other can only be without it. */
function others(schema: JsonObject, value: Json): readonly Json[] {
  const rest: Json[] = choices(schema).filter((choice) => choice !== value);
  const nullable = typesOf(schema).includes('null') || arrayAt(schema, 'enum').includes(null);
  return nullable || rest.length === 0 ? [...rest, null] : rest;
}

/** The literals that satisfy comparisons of one field, or undefined when one of them is no legal value of it. */
function legal(schema: JsonObject, stated: readonly Comparison[]): Json[] | undefined {
  const values: Json[] = [];
  for (const { equal, literal } of stated) {
    const value = choices(schema).find((choice) => String(choice) === literal);
    if (value === undefined) return undefined;
    values.push(...(equal ? [value] : others(schema, value)));
  }
  return [...new Set(values)];
}

/** Everything a condition is looked up in. */
export interface Scope {
  spec: Spec;
  holders: Holders;
}

/** Names that descriptions still use for fields that are called otherwise. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([['wlan_portal_auth', 'auth']]);

/** Resolves the comparisons of one field against the holding object, else against every object around it. */
function resolveField(
  { spec, holders }: Scope,
  holder: JsonObject,
  stated: readonly Comparison[],
): Condition | undefined {
  const named = stated[0]?.field ?? '';
  const field = OLD_NAMES.get(named) ?? named;
  const here = fieldOf(spec, holder, field);
  if (here) {
    const values = legal(here, stated);
    return values && { field, in: values };
  }
  const around = [...(holders.get(holder) ?? [])].map((parent) => {
    const schema = fieldOf(spec, parent, field);
    return schema && legal(schema, stated);
  });
  const [first] = around;
  // One place where the field is missing or differs makes the condition untrue there.
  const same = around.every((values) => values && JSON.stringify(values) === JSON.stringify(first));
  return first && same ? { field: `../${field}`, in: first } : undefined;
}

function group(clause: Clause): Comparison[][] {
  const byField = new Map<string, Comparison[]>();
  for (const one of clause.comparisons) {
    const key = clause.joined === 'or' ? one.field : `${one.field} ${byField.size}`;
    byField.set(key, [...(byField.get(key) ?? []), one]);
  }
  return [...byField.values()];
}

/**
 * The marks for what a description says a property depends on: `applies_when` (else the value means nothing) or
 * `required_when`. The value is one condition, or a list that must hold altogether; under `applies_when_any` and
 * `required_when_any` it is a list of which one is enough.
 *
 * Only what resolves is written: every field must exist and every literal be a value it can have. Examples contradict
 * some conditions all the same, so readers warn and never refuse.
 */
export function conditionMarks(scope: Scope, holder: JsonObject, schema: Json): JsonObject {
  return readConditions(scope, holder, schema).marks;
}

/** The marks of a property, and whether its description states a condition that resolves to none. */
export function readConditions(scope: Scope, holder: JsonObject, schema: Json): { marks: JsonObject; unread: boolean } {
  if (!isObject(schema)) return { marks: {}, unread: false };
  let unread = false;
  const sayings = [textAt(schema, 'description'), textAt(resolve(scope.spec, schema), 'description')];
  for (const saying of sayings) {
    const clause = saying === undefined ? undefined : readClause(saying);
    if (!clause) continue;
    const resolved = group(clause).map((stated) => resolveField(scope, holder, stated));
    const conditions = resolved.filter((condition) => condition !== undefined);
    const [only] = conditions;
    unread = true;
    if (!only || conditions.length < resolved.length) continue;
    const key = clause.kind === 'required' ? 'required_when' : 'applies_when';
    const marks =
      conditions.length === 1 ? { [key]: only } : { [clause.joined === 'and' ? key : `${key}_any`]: conditions };
    return { marks, unread: false };
  }
  return { marks: {}, unread };
}
