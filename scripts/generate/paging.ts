import type { Paging } from '../../src/mist/spec/operations.ts';
import { arrayAt, at, type Json, type JsonObject } from './json.ts';
import { resolve, type Spec } from './spec.ts';

/** Whether an answer, or one of its alternatives, has a property. */
function hasProperty(spec: Spec, schema: Json | undefined, name: string): boolean {
  const node = resolve(spec, schema);
  if (at(node, 'properties', name) !== undefined) return true;
  const parts = [...arrayAt(node, 'oneOf'), ...arrayAt(node, 'anyOf'), ...arrayAt(node, 'allOf')];
  return parts.some((part) => hasProperty(spec, part, name));
}

/**
 * How a GET is continued, read from its query parameters and from what it answers.
 *
 * A cursor wins over a page number where both are offered: pages shift while rows arrive. A `next` in the body is one
 * even where the spec forgot the `search_after` parameter, since it is a ready-made URL. `/count` routes list distinct
 * values with a cap; two of them carry a stray `search_after` and still answer no `next`.
 *
 * @param query names of the query parameters
 * @param answer schema of the 200 response
 */
export function pagingOf(spec: Spec, path: string, query: ReadonlySet<string>, answer: Json | undefined): Paging {
  if (!query.has('limit')) return 'none';
  const schema: JsonObject = resolve(spec, answer);
  if (query.has('page') && !query.has('search_after')) return schema.type === 'array' ? 'page_array' : 'page_object';
  if (hasProperty(spec, schema, 'next')) return 'search_after';
  return query.has('search_after') && !path.endsWith('/count') ? 'search_after' : 'limit';
}
