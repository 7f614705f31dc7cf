import { isRecord, type JsonObject } from '../../core/json.ts';
import { flat, schemaOf, shapeOf } from '../../mist/schema-lookup.ts';
import { type Operation, operation } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import { formsOf, HeldFields, inspect, noFindings, problemsIn, removedBy } from '../changes/index.ts';

/** What is to be said of a body. */
export interface CheckedBody {
  /** The first problems, a sentence each. */
  readonly problems: readonly string[];
  /** How many there are. */
  readonly count: number;
  readonly warnings: readonly string[];
}

/**
 * Checks a body against the schema of its operation: names, kinds, choices, limits, required fields. It is sent as it was
 * given. Of an update nothing is required, since the cloud keeps what is left out.
 *
 * @param current the object as it is, where an update has one: what stays alike is not judged
 */
export function checkBody(route: Route, body: unknown, current?: JsonObject): CheckedBody {
  const row = operation(route);
  const alone = (problems: readonly string[]): CheckedBody => ({ problems, count: problems.length, warnings: [] });
  if (body === undefined) return alone(missing(row));
  const schema = row.body === undefined ? undefined : schemaOf(row.body);
  if (!schema) return alone(['`body` is given, but the operation takes none.']);
  const isList = shapeOf(schema).items !== undefined && shapeOf(schema).fields.size === 0;
  if (isList !== Array.isArray(body)) return alone([`\`body\` must be ${isList ? 'a list' : 'an object'}.`]);
  const findings = noFindings();
  const update = route.startsWith('PUT ');
  const value = update && isRecord(body) ? afterUpdate(body, schema, current ?? {}, findings.problems) : body;
  const before = update ? (current ?? {}) : undefined;
  inspect({ keys: [], schema, value, before, enclosing: [], held: new HeldFields([before]) }, findings);
  const { told, count } = problemsIn(findings);
  return {
    problems: told.map((clause) => `body: ${clause}.`),
    count,
    warnings: [...new Set(findings.warnings)].map((clause) => `${clause}.`),
  };
}

/** A body that must not be empty, as far as its schema says so. */
function missing({ body }: Operation): string[] {
  const fields = body === undefined ? [] : [...shapeOf(schemaOf(body) ?? {}).fields.values()];
  // The document marks fields of answers as required too; those are nobody's to give.
  const needed = fields.filter(({ required, schema }) => required && flat(schema).readOnly !== true);
  return needed.length > 0 ? [`\`body\` is missing: it needs ${needed.map(({ name }) => name).join(', ')}.`] : [];
}

/** The object as an update makes it; a leading dash takes an attribute out, at the root only. */
function afterUpdate(
  body: JsonObject,
  schema: Parameters<typeof formsOf>[0],
  current: JsonObject,
  problems: string[],
): JsonObject {
  const [form] = formsOf(schema, body, current);
  const both = Object.keys(body).filter((key) => Object.hasOwn(body, removedBy(key) ?? ''));
  problems.push(...both.map((key) => `${key} removes what the body gives a value as well: only one of them`));
  const after = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(body)) {
    const name = removedBy(key);
    if (name === undefined || !form || !(form.fields.has(name) || form.names.has(name))) after.set(key, value);
    else if (value === '' || value === true) after.delete(name);
    else problems.push(`${key} takes "" or true, since it removes ${name}`);
  }
  return Object.fromEntries(after);
}
