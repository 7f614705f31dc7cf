import { at, isArray, isObject, type Json, pointerKeys, pointerSegment } from './json.ts';

/** Keys whose value is data, prose or a mapping, where a `$ref` or `type` means nothing. */
const SKIPPED = new Set(['example', 'examples', 'default', 'enum', 'const', 'mapping', 'securitySchemes', 'security']);

/** Keys whose value maps names to nodes: there, a name such as `default` or `type` is no keyword. */
const MAPS = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', 'paths', 'webhooks', 'callbacks', 'content', 'headers'],
  ...['schemas', 'responses', 'requestBodies', 'links', 'pathItems', 'variables'],
]);

/**
 * Walks every node of a document that has a meaning, with where it stands as a pointer.
 *
 * @param see called for every object that is not merely a map of names
 */
export function walk(node: Json, see: (node: { readonly [key: string]: Json }, pointer: string) => void): void {
  const visit = (here: Json, pointer: string, map: boolean): void => {
    if (isArray(here)) for (const [index, item] of here.entries()) visit(item, `${pointer}/${index}`, false);
    if (!isObject(here)) return;
    if (!map) see(here, pointer);
    for (const [key, value] of Object.entries(here)) {
      if (map || !SKIPPED.has(key)) visit(value, `${pointer}/${key}`, !map && MAPS.has(key));
    }
  };
  visit(node, '', false);
}

/** Keywords whose text some reader of OpenAPI follows, to wherever it leads. */
const FOLLOWED = new Set(['$ref', '$dynamicRef', '$recursiveRef', 'operationRef']);

/**
 * One sentence for each reference that leads outside the document, to a file or an address. Every place counts, also
 * defaults and examples, where a reference means nothing here: readers differ in what they follow, and one that follows
 * puts a file of this machine into the layer.
 */
export function externalReferences(root: Json): string[] {
  const problems: string[] = [];
  const visit = (here: Json, pointer: string): void => {
    if (isArray(here)) for (const [index, item] of here.entries()) visit(item, `${pointer}/${index}`);
    if (!isObject(here)) return;
    for (const [key, value] of Object.entries(here)) {
      const leadsOut = FOLLOWED.has(key) && typeof value === 'string' && !value.startsWith('#');
      if (leadsOut) problems.push(`${key} ${JSON.stringify(value)} at ${pointer} leads outside the document`);
      else visit(value, `${pointer}/${pointerSegment(key)}`);
    }
  };
  visit(root, '');
  return problems;
}

/** A reference without its percent signs; undefined where they are not UTF-8. */
function decoded(ref: string): string | undefined {
  try {
    return decodeURIComponent(ref);
  } catch {
    return undefined;
  }
}

/** The node a local reference ends at, or why it ends nowhere. */
function follow(root: Json, ref: string): string | undefined {
  const seen = new Set<string>();
  for (let next: Json | undefined = ref; typeof next === 'string'; ) {
    const pointer = decoded(next);
    if (!pointer?.startsWith('#/')) return 'leads to no place in the document';
    if (seen.has(next)) return 'leads in a circle';
    seen.add(next);
    const target = at(root, ...pointerKeys(pointer));
    if (target === undefined) return 'leads nowhere';
    next = at(target, '$ref');
  }
  return undefined;
}

/** One sentence for each reference that does not resolve. */
export function brokenReferences(root: Json): string[] {
  const problems: string[] = [];
  const known = new Map<string, string | undefined>();
  walk(root, ({ $ref }, pointer) => {
    if (typeof $ref !== 'string') return;
    if (!known.has($ref)) known.set($ref, follow(root, $ref));
    const problem = known.get($ref);
    if (problem) problems.push(`$ref ${$ref} at ${pointer} ${problem}`);
  });
  return problems;
}
