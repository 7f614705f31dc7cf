import type { Effect } from '../../src/mist/spec/operations.ts';
import { type Definitions, reach } from './definitions.ts';
import { factsOf } from './facts.ts';
import { fromEntries, type Json, pointerSegment } from './json.ts';
import { marksFor } from './marks.ts';
import { buildTable, type Table } from './operations.ts';
import type { Spec } from './spec.ts';

/** JSON Schemas under the names that others refer to. */
export interface SchemaDocument {
  readonly $schema: string;
  readonly $defs: Readonly<Record<string, Json>>;
}

/** The generated layer as data: what is compared between versions, and written to files. */
export interface Layer {
  table: Table;
  /** Everything that can be sent or configured. */
  schemas: SchemaDocument;
  /** What answers need beyond that; the two documents together resolve every reference. */
  responses: SchemaDocument;
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

const document = (names: readonly string[], facts: ReadonlyMap<string, Json>): SchemaDocument => ({
  $schema: DIALECT,
  $defs: fromEntries(names.map((name) => [name, facts.get(name) ?? true] as const)),
});

/**
 * Builds the layer of a checked document.
 *
 * @param effects what a route does to the network
 */
export function buildLayer(
  spec: Spec,
  definitions: Definitions,
  effects: (route: string) => Effect,
  unread?: (where: string) => void,
): Layer {
  const { schemas, bodies, roots } = definitions;
  const marks = marksFor(spec, schemas, unread);
  const facts = new Map<string, Json>();
  const references = new Map<string, Set<string>>();
  for (const [name, schema] of schemas) {
    const found = new Set<string>();
    facts.set(name, factsOf(schema, `/$defs/${pointerSegment(name)}`, { marks, refers: (to) => found.add(to) }));
    references.set(name, found);
  }
  const refersTo = (name: string) => references.get(name) ?? [];
  const sendable = reach(roots, refersTo);
  const answers = [...bodies.values()].flatMap(({ response }) => response ?? []);
  const known = new Set(sendable);
  return {
    table: buildTable(spec, bodies, effects),
    schemas: document(sendable, facts),
    responses: document(
      reach(answers, refersTo).filter((name) => !known.has(name)),
      facts,
    ),
  };
}
