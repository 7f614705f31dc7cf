import { partOf } from './facts.ts';
import { byCodeUnit, isArray, isObject, type Json, objectAt, textAt } from './json.ts';
import type { Layer } from './layer.ts';
import { LOCAL_NAMES, LOOKS_LIKE_NAMES, NAMES } from './reference-rules.ts';
import { familySchemas } from './reference-table.ts';

/** Schemas that a schema holds, by whatever keyword. */
function parts(node: Json): readonly Json[] {
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([keyword, value]) => {
    const part = partOf(keyword);
    if (part === 'one') return [value];
    if (part === 'many' && isArray(value)) return value;
    return part === 'named' && isObject(value) ? Object.values(value) : [];
  });
}

/**
 * Properties of the configuration families, as `definition.property`, that hold names going by what they are called.
 */
export function namedPlaces(layer: Layer): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (node: Json | undefined, owner: string): void => {
    if (!isObject(node)) return;
    const name = textAt(node, '$ref')?.split('/')[2];
    if (name !== undefined) {
      if (seen.has(name)) return;
      seen.add(name);
      visit(layer.schemas.$defs[name] ?? layer.responses.$defs[name], name);
      return;
    }
    for (const property of Object.keys(objectAt(node, 'properties')))
      if (LOOKS_LIKE_NAMES.test(property)) found.add(`${owner}.${property}`);
    for (const part of parts(node)) visit(part, owner);
  };
  for (const schema of familySchemas(layer)) visit({ $ref: `#/$defs/${schema}` }, schema);
  return [...found].sort(byCodeUnit);
}

const reviewed: ReadonlySet<string> = new Set([...NAMES.map(({ at }) => at), ...Object.values(LOCAL_NAMES).flat()]);

/** Properties that look like names and that nobody has decided on: objects of their own, or defined in the same object? */
export const openNames = (layer: Layer): string[] =>
  namedPlaces(layer).filter((at) => !reviewed.has(at) && !reviewed.has(at.replace(/^\w+/, '*')));
