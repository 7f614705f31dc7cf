import { arrayAt, isArray, isObject, type Json, type JsonObject, pointerKeys, textAt } from '../json.ts';
import type { Layer } from '../layer.ts';

/** Definitions of a layer by name. */
export type Defs = ReadonlyMap<string, Json>;

/** All definitions of a layer, sent and answered. */
export const defsOf = ({ schemas, responses }: Layer): Defs =>
  new Map([...Object.entries(schemas.$defs), ...Object.entries(responses.$defs)]);

/** Name of the definition that a schema refers to. */
export const refName = (node: Json | undefined): string | undefined => {
  const ref = textAt(node, '$ref');
  return ref === undefined ? undefined : pointerKeys(ref)[1];
};

/** Types as a set; undefined where every type is allowed. */
export const typesOf = (node: JsonObject): ReadonlySet<Json> | undefined => {
  if (typeof node.type === 'string') return new Set([node.type]);
  return isArray(node.type) ? new Set(node.type) : undefined;
};

const onlyType = (node: Json): node is JsonObject => isObject(node) && Object.keys(node).join() === 'type';

/**
 * A schema as it is compared: references followed, with what stands beside them; alternatives that differ in nothing
 * but their type written as a list of types, since both say the same.
 */
export function plainNode(node: Json | undefined, defs: Defs): JsonObject {
  let here: JsonObject = isObject(node) ? node : {};
  const seen = new Set<string>();
  for (let name = refName(here); name !== undefined && !seen.has(name); name = refName(here)) {
    seen.add(name);
    const target = defs.get(name);
    const { $ref: _, ...beside } = here;
    here = { ...(isObject(target) ? target : {}), ...beside };
  }
  for (const keyword of ['anyOf', 'oneOf']) {
    const parts = arrayAt(here, keyword).map((part) => plainNodeFacts(part, defs));
    if (parts.length === 0 || !parts.every(onlyType)) continue;
    const { [keyword]: _, ...rest } = here;
    const types = new Set(parts.flatMap((part) => [...(typesOf(part) ?? [])]));
    here = { ...rest, type: [...types].sort() };
  }
  return here;
}

/** One alternative, its reference followed. */
function plainNodeFacts(part: Json, defs: Defs): Json {
  const name = refName(part);
  return name === undefined ? part : (defs.get(name) ?? part);
}
