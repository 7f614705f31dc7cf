import type { Operation } from '../../src/mist/spec/operations.ts';
import { isArray, isObject, type Json } from './json.ts';
import type { Layer } from './layer.ts';

const MARKS = ['secret', 'applies_when', 'applies_when_any', 'required_when', 'required_when_any'];

/** How often each mark stands on a property of a schema document. */
export function countMarks(defs: Readonly<Record<string, Json>>): Record<string, number> {
  const counts: Record<string, number> = {};
  const visit = (node: Json, properties: boolean): void => {
    if (isArray(node)) for (const item of node) visit(item, false);
    if (!isObject(node)) return;
    for (const [key, value] of Object.entries(node)) {
      if (!properties && MARKS.includes(key)) counts[key] = (counts[key] ?? 0) + 1;
      visit(value, !properties && key === 'properties');
    }
  };
  for (const definition of Object.values(defs)) visit(definition, false);
  return counts;
}

function tally<K extends string>(rows: readonly Operation[], keyOf: (row: Operation) => K): string {
  const counts = new Map<K, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([key, count]) => `${key} ${count}`)
    .join(', ');
}

/** A few lines on what a layer holds, for the eye that knows what to expect. */
export function summary({ table, schemas, responses }: Layer): string {
  const entries = Object.entries(table.operations);
  const rows = entries.map(([, row]) => row);
  const gets = entries.filter(([route]) => route.startsWith('GET ')).map(([, row]) => row);
  const paths = new Set(entries.map(([route]) => route.slice(route.indexOf(' ') + 1)));
  const queries = rows.flatMap(({ query }) => Object.values(query));
  const typedLists = queries.filter(
    ({ list, type, enum: values }) => list && (values || /integer|number|boolean/.test(type)),
  );
  const marks = (defs: Readonly<Record<string, Json>>): string =>
    Object.entries(countMarks(defs))
      .map(([mark, count]) => `${mark} ${count}`)
      .join(', ');
  return [
    `Mist ${table.version}: ${entries.length} operations on ${paths.size} paths`,
    `effects: ${tally(rows, ({ effect }) => effect)}`,
    `paging of GET: ${tally(gets, ({ paging }) => paging)}`,
    `comma lists: ${queries.filter(({ list }) => list).length}, of them typed otherwise: ${typedLists.length}`,
    `schemas.json: ${Object.keys(schemas.$defs).length} definitions; ${marks(schemas.$defs)}`,
    `responses.json: ${Object.keys(responses.$defs).length} more; ${marks(responses.$defs)}`,
  ].join('\n');
}
