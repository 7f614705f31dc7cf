import { arrayAt, at, isObject, type Json, type JsonObject, objectAt, pointerKeys, textAt } from './json.ts';

/** What is wrong with a document or with how it was found; the message is for the person who ran the command. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
}

const METHODS = ['get', 'put', 'post', 'delete'] as const;

/** One operation as the document has it, with where it stands. */
export interface RawOperation {
  /** `GET /api/v1/self`. */
  route: string;
  path: string;
  id: string;
  item: JsonObject;
  operation: JsonObject;
}

/** A Mist OpenAPI document that has been read, checked and put into key order. */
export interface Spec {
  root: JsonObject;
  title: string;
  version: string;
  /** Operations that the document has and nothing is made of, one line each with the reason. */
  leftOut: readonly string[];
}

/** Follows `$ref`s until a node that has none. Callers may rely on it ending: the checks refuse circular chains. */
export function resolve(spec: Spec, node: Json | undefined): JsonObject {
  let here = node;
  for (;;) {
    const ref = textAt(here, '$ref');
    if (ref === undefined) return isObject(here) ? here : {};
    here = at(spec.root, ...pointerKeys(decodeURIComponent(ref)));
  }
}

/** Name of the component schema that a node refers to, when it is nothing but a reference to one. */
export function schemaName(node: Json | undefined): string | undefined {
  const [section, kind, name, ...rest] = pointerKeys(decodeURIComponent(textAt(node, '$ref') ?? ''));
  return section === 'components' && kind === 'schemas' && rest.length === 0 ? name : undefined;
}

/** Every operation, in the order of path and method. */
export function operations(spec: Spec): RawOperation[] {
  const found: RawOperation[] = [];
  for (const [path, entry] of Object.entries(objectAt(spec.root, 'paths'))) {
    const item = resolve(spec, entry);
    for (const method of METHODS) {
      const operation = item[method];
      if (!isObject(operation)) continue;
      const id = textAt(operation, 'operationId') ?? '';
      found.push({ route: `${method.toUpperCase()} ${path}`, path, id, item, operation });
    }
  }
  return found;
}

/** Parameters of an operation: its own, and those of its path that it does not override by name and place. */
export function parameters(spec: Spec, { item, operation }: Pick<RawOperation, 'item' | 'operation'>): JsonObject[] {
  const merged = new Map<string, JsonObject>();
  for (const level of [item, operation]) {
    for (const entry of arrayAt(level, 'parameters')) {
      const parameter = resolve(spec, entry);
      merged.set(`${textAt(parameter, 'in')} ${textAt(parameter, 'name')}`, parameter);
    }
  }
  return [...merged.values()];
}

/** The request body's content by type, or an empty object. */
export const bodyContent = (spec: Spec, operation: JsonObject): JsonObject =>
  objectAt(resolve(spec, operation.requestBody), 'content');

/** The 200 response's content by type, or an empty object. */
export const responseContent = (spec: Spec, operation: JsonObject): JsonObject =>
  objectAt(resolve(spec, at(operation, 'responses', '200')), 'content');

const isJson = (type: string): boolean => /^application\/.*json/.test(type);

/** The JSON schema among several content types; plain JSON goes before its variants. */
export function jsonSchema(content: JsonObject): Json | undefined {
  const type = 'application/json' in content ? 'application/json' : Object.keys(content).find(isJson);
  return type === undefined ? undefined : at(content, type, 'schema');
}

/** Content types in order, or undefined when JSON (in whatever variant) is the only kind. */
export function contentTypes(content: JsonObject): string[] | undefined {
  const types = Object.keys(content);
  return types.every(isJson) ? undefined : types;
}
