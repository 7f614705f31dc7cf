import { partOf } from '../facts.ts';
import { arrayAt, isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** Facts of one place in a schema, nested places left out. */
export type Field = JsonObject;

/**
 * Lists every place of a schema with its own facts: `auth.psk`, `servers[].host`, `ports.*` for values of a map,
 * `<oneOf 0>` for alternatives. References are facts, not followed.
 */
export function fieldsOf(schema: Json): Map<string, Field> {
  const found = new Map<string, Field>();
  const visit = (node: Json, path: string, required: boolean): void => {
    if (!isObject(node)) {
      found.set(path, { schema: node });
      return;
    }
    const own: { [fact: string]: Json } = required ? { required: true } : {};
    const names = new Set(arrayAt(node, 'required'));
    const prefix = path === '' ? '' : `${path}.`;
    for (const [keyword, value] of Object.entries(node)) {
      const part = partOf(keyword);
      if (keyword === 'properties' && isObject(value)) {
        for (const [name, item] of Object.entries(value)) visit(item, prefix + name, names.has(name));
      } else if (keyword === 'items') visit(value, `${path}[]`, false);
      else if (keyword === 'additionalProperties' && isObject(value)) visit(value, `${prefix}*`, false);
      else if (part === 'many' && isArray(value)) {
        for (const [index, item] of value.entries()) visit(item, `${prefix}<${keyword} ${index}>`, false);
      } else if (keyword !== 'required') own[keyword] = value;
    }
    found.set(path, own);
  };
  visit(schema, '', false);
  return found;
}
