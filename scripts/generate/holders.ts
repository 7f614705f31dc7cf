import { partOf } from './facts.ts';
import { arrayAt, at, isArray, isObject, type Json, type JsonObject, objectAt, pointerKeys } from './json.ts';
import { resolve, type Spec } from './spec.ts';

/** Which objects may stand around another one, whatever lists, maps and alternatives lie between. */
export type Holders = ReadonlyMap<JsonObject, ReadonlySet<JsonObject>>;

/**
 * Finds, for every schema with properties, the schemas whose properties lead to it directly. Nodes are known by
 * identity, so the caller must keep working on the same document.
 */
export function findHolders(spec: Spec, starts: Iterable<Json>): Holders {
  const found = new Map<JsonObject, Set<JsonObject>>();
  const seen = new Map<JsonObject, Set<JsonObject | undefined>>();

  const visit = (node: Json | undefined, holder: JsonObject | undefined): void => {
    if (!isObject(node)) return;
    const before = seen.get(node) ?? new Set();
    if (before.has(holder)) return;
    seen.set(node, before.add(holder));
    if (typeof node.$ref === 'string') visit(at(spec.root, ...pointerKeys(decodeURIComponent(node.$ref))), holder);
    const own = isObject(node.properties);
    if (own && holder) found.set(node, (found.get(node) ?? new Set()).add(holder));
    for (const [keyword, value] of Object.entries(node)) {
      const part = partOf(keyword);
      if (part === 'one') visit(value, holder);
      else if (part === 'many' && isArray(value)) for (const item of value) visit(item, holder);
      else if (part === 'named' && isObject(value)) for (const item of Object.values(value)) visit(item, node);
    }
  };
  for (const start of starts) visit(start, undefined);
  return found;
}

/** The schema of a property of an object, its own or one that an `allOf` brings in. */
function property(spec: Spec, holder: JsonObject, name: string): Json | undefined {
  const own = at(holder, 'properties', name);
  if (own !== undefined) return own;
  const parts = arrayAt(holder, 'allOf').map((part) => resolve(spec, part));
  return parts.map((part) => property(spec, part, name)).find((found) => found !== undefined);
}

/** The schema at a dotted path of an object, references followed; undefined when a step is missing. */
export function fieldOf(spec: Spec, holder: JsonObject, path: string): JsonObject | undefined {
  let here: JsonObject | undefined = holder;
  for (const name of path.split('.')) {
    const next: Json | undefined = here && property(spec, here, name);
    here = next === undefined ? undefined : { ...resolve(spec, next), ...objectAt(next) };
  }
  return here;
}
