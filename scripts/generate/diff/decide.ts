import { rows } from '../../../src/mist/families-table.ts';
import { type Exceptions, effectsOf } from '../effects.ts';
import { partOf } from '../facts.ts';
import { byCodeUnit, isArray, isObject, type Json } from '../json.ts';
import type { Layer } from '../layer.ts';
import type { Table } from '../operations.ts';
import { openNames } from '../reference-names.ts';
import { referencesOf } from '../reference-table.ts';

/** What a comparison needs to know beyond the two layers. */
export interface Review {
  /** Operations that the newer document has and nothing is made of. */
  leftOut: readonly string[];
  /** Conditions in words that were not understood: of the newer document, less those of the older where known. */
  unreadConditions: readonly string[];
  /** The reviewed effects. */
  effects: Exceptions;
}

/** A question that a person has to answer about a release, or a place to mend. */
export interface Decision {
  topic: string;
  lines: readonly string[];
}

const isNew = (from: Table, route: string): boolean => !Object.hasOwn(from.operations, route);

function newOperations(from: Table, to: Table): string[] {
  return Object.entries(to.operations)
    .filter(([route]) => isNew(from, route))
    .map(([route, { effect }]) => `${route}: ${effect}`);
}

function goneEffects(from: Table, to: Table, effects: Exceptions): string[] {
  return Object.entries(effects).flatMap(([effect, routes]) =>
    routes.filter((route) => !isNew(from, route) && isNew(to, route)).map((route) => `${route}: ${effect}`),
  );
}

/** Collections of objects that can be made and changed, and that no family row names. */
function newCollections(from: Table, to: Table): string[] {
  const known = new Set<string>(Object.values(rows).map(({ collection }) => collection));
  const routes = Object.keys(to.operations);
  return routes.flatMap((route) => {
    const [, item = ''] = /^PUT (\/api\/v1\/(?:orgs\/\{org_id\}|sites\/\{site_id\})\/.*)$/.exec(route) ?? [];
    const [, collection = ''] = /^(.*)\/\{\w+\}$/.exec(item) ?? [];
    return collection !== '' && isNew(from, route) && !known.has(collection) ? [collection] : [];
  });
}

/** Attributes that look like ids and are neither references nor on the list of those that are none. */
function newIds(from: Layer, to: Layer): string[] {
  const known = new Set(referencesOf(from).open);
  return referencesOf(to).open.filter((name) => !known.has(name));
}

function newNames(from: Layer, to: Layer): readonly string[] {
  const known = new Set(openNames(from));
  return openNames(to).filter((name) => !known.has(name));
}

/** Where the properties of a layer that are marked as secret stand. */
function secretsOf({ schemas, responses }: Layer): Set<string> {
  const found = new Set<string>();
  const visit = (node: Json, path: string): void => {
    if (!isObject(node)) return;
    if (node.secret === true) found.add(path);
    for (const [keyword, value] of Object.entries(node)) {
      const part = partOf(keyword);
      if (part === 'one') visit(value, path);
      else if (part === 'many' && isArray(value)) for (const item of value) visit(item, path);
      else if (part === 'named' && isObject(value))
        for (const [name, item] of Object.entries(value)) visit(item, `${path}.${name}`);
    }
  };
  for (const { $defs } of [schemas, responses]) for (const [name, node] of Object.entries($defs)) visit(node, name);
  return found;
}

/**
 * What a person has to decide about a release, by topic; topics without a question are left out.
 *
 * @param from the layer before
 * @param to the layer of the release
 */
export function decisions(from: Layer, to: Layer, { leftOut, unreadConditions, effects }: Review): Decision[] {
  const before = secretsOf(from);
  const known = new Set(from.table.servers.map(({ url, name }) => `${url} ${name}`));
  const all: Decision[] = [
    { topic: 'operations left out', lines: leftOut },
    {
      topic: 'new servers, which get tokens',
      lines: to.table.servers.map(({ url, name }) => `${url} ${name}`).filter((server) => !known.has(server)),
    },
    {
      topic: 'reviewed effects whose operation is gone: take them out of scripts/generate/effects.ts, or follow them',
      lines: goneEffects(from.table, to.table, effects),
    },
    {
      topic: 'operations that nobody has reviewed, writes until then: decide in scripts/generate/effects.ts',
      lines: effectsOf(Object.keys(to.table.operations), effects).unreviewed,
    },
    { topic: 'new operations, with their effect', lines: newOperations(from.table, to.table) },
    {
      topic: 'new collections without a row in src/mist/families-table.ts',
      lines: newCollections(from.table, to.table),
    },
    { topic: 'new attributes that look like ids, for scripts/generate/reference-rules.ts', lines: newIds(from, to) },
    {
      topic: 'new attributes that look like names, for scripts/generate/reference-rules.ts',
      lines: newNames(from, to),
    },
    { topic: 'new secrets', lines: [...secretsOf(to)].filter((path) => !before.has(path)) },
    { topic: 'conditions that could not be read', lines: unreadConditions },
  ];
  return all.flatMap(({ topic, lines }) => (lines.length === 0 ? [] : [{ topic, lines: [...lines].sort(byCodeUnit) }]));
}
