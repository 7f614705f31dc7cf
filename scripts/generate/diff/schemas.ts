import { arrayAt, type Json } from '../json.ts';
import type { Layer } from '../layer.ts';
import { type Change, differences, enumChanges, short } from './change.ts';
import { type Field, fieldsOf } from './fields.ts';

const ENUM: ReadonlySet<string> = new Set(['enum']);
const NONE: ReadonlySet<string> = new Set();

/** Facts whose change can make a value wrong that was right; marks of ours and defaults cannot. */
const BREAKING = new Set([
  ...['$ref', 'type', 'required', 'enum', 'const', 'format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'uniqueItems', 'additionalProperties', 'readOnly', 'schema'],
]);

/** All definitions of a layer and whether each can be part of what is sent. */
const definitions = ({ schemas, responses }: Layer): Map<string, Json> =>
  new Map([...Object.entries(schemas.$defs), ...Object.entries(responses.$defs)]);

function compareField(subject: string, from: Field, to: Field, routes: readonly string[]): Change[] {
  const base = { subject, routes };
  const before = from.enum === undefined ? undefined : arrayAt(from, 'enum');
  const after = to.enum === undefined ? undefined : arrayAt(to, 'enum');
  const values = enumChanges(before, after);
  const facts = differences(from, to, before && after ? ENUM : NONE);
  const breaking = facts.some(({ name }) => BREAKING.has(name) && !(name === 'required' && to.required !== true));
  return [
    ...values.added.map((one): Change => ({ ...base, kind: 'field value added', detail: short(one), breaking: false })),
    ...values.removed.map(
      (one): Change => ({ ...base, kind: 'field value removed', detail: short(one), breaking: true }),
    ),
    ...(facts.length > 0
      ? [{ ...base, kind: 'field changed' as const, detail: facts.map(({ text }) => text).join('; '), breaking }]
      : []),
  ];
}

function compareDefinition(name: string, from: Json, to: Json, routes: readonly string[]): Change[] {
  const before = fieldsOf(from);
  const after = fieldsOf(to);
  const label = (path: string): string => (path === '' ? name : `${name}: ${path}`);
  const changes: Change[] = [];
  for (const [path, field] of before) {
    const now = after.get(path);
    if (!now) changes.push({ kind: 'field removed', subject: label(path), breaking: true, routes });
    else if (path !== '') changes.push(...compareField(label(path), field, now, routes));
    else {
      const own = compareField(label(path), field, now, routes);
      changes.push(
        ...own.map((one): Change => (one.kind === 'field changed' ? { ...one, kind: 'schema changed' } : one)),
      );
    }
  }
  for (const [path, field] of after) {
    if (before.has(path)) continue;
    changes.push({ kind: 'field added', subject: label(path), breaking: field.required === true, routes });
  }
  return changes;
}

/**
 * Compares the schemas of two documents by name and field.
 *
 * @param routesOf routes of either document whose bodies or answers reach a definition
 */
export function compareSchemas(from: Layer, to: Layer, routesOf: (name: string) => readonly string[]): Change[] {
  const before = definitions(from);
  const after = definitions(to);
  const changes: Change[] = [];
  for (const [name, schema] of before) {
    const now = after.get(name);
    const routes = routesOf(name);
    if (now !== undefined) changes.push(...compareDefinition(name, schema, now, routes));
    else changes.push({ kind: 'schema removed', subject: name, breaking: false, routes });
  }
  for (const name of after.keys()) {
    if (!before.has(name))
      changes.push({ kind: 'schema added', subject: name, breaking: false, routes: routesOf(name) });
  }
  return changes;
}
