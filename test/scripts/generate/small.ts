import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectDefinitions } from '../../../scripts/generate/definitions.ts';
import type { Json, JsonObject } from '../../../scripts/generate/json.ts';
import { sortKeys } from '../../../scripts/generate/json.ts';
import { buildLayer, type Layer } from '../../../scripts/generate/layer.ts';
import type { Spec } from '../../../scripts/generate/spec.ts';

/** What a small document is made of; everything has a harmless default. */
export interface Parts {
  paths?: JsonObject;
  schemas?: JsonObject;
  parameters?: JsonObject;
  openapi?: string;
  servers?: Json;
}

const answer = { description: 'the answer', content: { 'application/json': { schema: { type: 'object' } } } };

/** One operation with a JSON answer; further members override. */
export const operation = (id: string, more: JsonObject = {}): JsonObject => ({
  operationId: id,
  tags: ['Things'],
  responses: { 200: answer },
  ...more,
});

/** A JSON body or answer of a schema. */
export const json = (schema: Json): JsonObject => ({ content: { 'application/json': { schema } } });

/** A 200 response with a schema. */
export const answering = (schema: Json): JsonObject => ({ 200: { description: 'the answer', ...json(schema) } });

/** A reference to a component schema. */
export const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

const SERVERS: Json = [{ url: 'https://api.mist.com', description: 'Global 01' }];

/** A complete OpenAPI 3.1 document. */
export function smallDocument({
  paths,
  schemas = {},
  parameters = {},
  openapi = '3.1.0',
  servers = SERVERS,
}: Parts): JsonObject {
  return {
    openapi,
    info: { title: 'A small API', version: '1.2.3' },
    servers,
    paths: paths ?? { '/api/v1/things': { get: operation('listThings') } },
    components: { schemas, parameters },
  };
}

/** A document as the generator reads it, without its checks. */
export function asSpec(document: JsonObject): Spec {
  const root = sortKeys(document);
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw new Error('not an object');
  return { root: Object.fromEntries(Object.entries(root)), title: 'A small API', version: '1.2.3', leftOut: [] };
}

/** The layer of a small document. */
export function layerOf(parts: Parts): Layer {
  const spec = asSpec(smallDocument(parts));
  return buildLayer(spec, collectDefinitions(spec), () => 'read');
}

/** A layer whose one operation sends a schema named `thing`. */
export const layerOfThing = (thing: Json, schemas: JsonObject = {}): Layer =>
  layerOf({
    paths: { '/things': { post: operation('createThing', { requestBody: json(ref('thing')) }) } },
    schemas: { thing, ...schemas },
  });

/** An empty folder that goes away with the run. */
export const scratch = (): string => mkdtempSync(join(tmpdir(), 'generate-'));

/** Writes a document, or any text, to a file of its own. */
export function writeDocument(document: JsonObject | string): string {
  const path = join(scratch(), 'openapi.json');
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}
