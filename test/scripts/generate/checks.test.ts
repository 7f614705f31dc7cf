import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../scripts/generate/json.ts';
import { readSpec } from '../../../scripts/generate/read.ts';
import { SpecError } from '../../../scripts/generate/spec.ts';
import { json, operation, ref, smallDocument, writeDocument } from './small.ts';

const thing = (post: JsonObject, schemas: JsonObject = {}): JsonObject =>
  smallDocument({ paths: { '/things': { post } }, schemas });

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

describe('readSpec', () => {
  it('reads a sound document and puts its keys in order', async () => {
    const spec = await readSpec(writeDocument(smallDocument({})));
    expect(spec).toMatchObject({ title: 'A small API', version: '1.2.3' });
    expect(Object.keys(spec.root)).toEqual(['components', 'info', 'openapi', 'paths', 'servers']);
  });

  it.each<[string, JsonObject | string, RegExp]>([
    ['is not JSON', '{', /is not JSON/],
    ['is not an object', '[1]', /top level is no object/],
    ['is something else', '{"name": "mistmcp"}', /names no version/],
    ['is Swagger 2', '{"swagger": "2.0"}', /version 2\.0 is not understood/],
    ['is OpenAPI 3.0', smallDocument({ openapi: '3.0.3' }), /version 3\.0\.3 is not understood/],
    ['is OpenAPI 3.2', smallDocument({ openapi: '3.2.0' }), /version 3\.2\.0 is not understood/],
    ['has no paths', smallDocument({ paths: {} }), /has no paths/],
    ['has no version', { ...smallDocument({}), info: { title: 'x' } }, /no info\.version/],
    [
      'uses an operationId twice',
      smallDocument({ paths: { '/a': { get: operation('same') }, '/b': { get: operation('same') } } }),
      /operationId same is used by GET \/a and by GET \/b/,
    ],
    ['lacks an operationId', thing({ responses: {} }), /POST \/things has no operationId/],
    [
      'does not declare a path parameter',
      smallDocument({ paths: { '/a/{id}': { get: operation('a') } } }),
      /GET \/a\/\{id\} does not declare \{id\}/,
    ],
    [
      'declares a path parameter that is not there',
      smallDocument({ paths: { '/a': { get: operation('a', { parameters: [id] }) } } }),
      /GET \/a declares id, not in its path/,
    ],
    [
      'refers to nothing',
      thing(operation('a', { requestBody: json(ref('nothing')) })),
      /schemas\/nothing .* leads nowhere/,
    ],
    [
      'refers in a circle',
      thing(operation('a', { requestBody: json(ref('a')) }), { a: ref('b'), b: ref('a') }),
      /leads in a circle/,
    ],
    [
      'has a reference that is no text',
      thing(operation('a', { requestBody: json({ $ref: '#/%zz' }) })),
      /#\/%zz .* leads to no place in the document/,
    ],
    [
      'misspells a type',
      thing(operation('a', { requestBody: json({ type: 'strin' }) })),
      /unknown type "strin" at \/paths\//,
    ],
    [
      'misspells a nullable type',
      thing(operation('a'), { deep: { properties: { type: { items: { type: ['string', 'nul'] } } } } }),
      /unknown type "nul"/,
    ],
    ['has a method of its own', smallDocument({ paths: { '/a': { patch: operation('a') } } }), /PATCH \/a/],
    ['is not valid', { ...smallDocument({}), servers: 'none' }, /not valid OpenAPI 3\.1/],
  ])('refuses a document that %s', async (_, document, message) => {
    const failure = readSpec(writeDocument(document));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(SpecError);
  });

  it('names a file that is not there', async () => {
    await expect(readSpec('/nowhere/openapi.json')).rejects.toThrow(/cannot read \/nowhere\/openapi\.json/);
  });

  it('takes names for names: a property called type, default or $ref is none of them', async () => {
    const properties = {
      type: { type: 'string' },
      default: { type: 'string' },
      enum: { type: 'array' },
      examples: ref('x'),
    };
    const sound = thing(operation('a', { requestBody: json({ type: 'object', properties }) }), {
      x: { type: 'string', examples: [{ $ref: '#/info', type: 'nonsense' }] },
    });
    await expect(readSpec(writeDocument(sound))).resolves.toBeDefined();
    const broken = thing(operation('a', { requestBody: json({ properties: { default: ref('nothing') } }) }));
    await expect(readSpec(writeDocument(broken))).rejects.toThrow(/leads nowhere/);
  });
});

describe('a reference that leads outside the document', () => {
  const SECRET = 'do-not-copy-this-line';
  const file = (): string => writeDocument({ type: 'string', default: SECRET });

  it.each<[string, (outside: JsonObject) => JsonObject]>([
    ['in a schema', (outside) => thing(operation('a', { requestBody: json(outside) }))],
    ['in a default', (outside) => thing(operation('a', { requestBody: json({ type: 'string', default: outside }) }))],
    ['in an enum', (outside) => thing(operation('a', { requestBody: json({ enum: [outside] }) }))],
    ['in an example', (outside) => thing(operation('a'), { x: { type: 'object', examples: [{ deep: [outside] }] } })],
    ['in a parameter', (outside) => thing(operation('a', { parameters: [outside] }))],
    ['under a name of its own', (outside) => ({ ...thing(operation('a')), 'x-more': outside })],
  ])('is refused %s, whatever it leads to, and nothing is read', async (_, document) => {
    const path = file();
    for (const $ref of [
      path,
      `file://${path}`,
      `../${path}#/default`,
      'other.json',
      'http://127.0.0.1:9/x',
      '//x/y',
      '',
    ]) {
      const failure = readSpec(writeDocument(document({ $ref })));
      await expect(failure).rejects.toBeInstanceOf(SpecError);
      await expect(failure).rejects.toThrow(/leads outside the document/);
      await expect(failure).rejects.not.toThrow(SECRET);
    }
  });

  it('is refused under the other keywords that readers follow', async () => {
    for (const keyword of ['$dynamicRef', '$recursiveRef', 'operationRef']) {
      const document = thing(operation('a', { requestBody: json({ [keyword]: file() }) }));
      await expect(readSpec(writeDocument(document))).rejects.toThrow(/leads outside the document/);
    }
  });
});
