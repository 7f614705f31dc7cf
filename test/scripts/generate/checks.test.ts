import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../scripts/generate/json.ts';
import { readSpec } from '../../../scripts/generate/read.ts';
import { SpecError } from '../../../scripts/generate/spec.ts';
import { json, operation, ref, scratch, smallDocument, writeDocument } from './small.ts';

const thing = (post: JsonObject, schemas: JsonObject = {}): JsonObject =>
  smallDocument({ paths: { '/api/v1/things': { post } }, schemas });

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

describe('readSpec', () => {
  it('reads a sound document and puts its keys in order', async () => {
    const spec = await readSpec(writeDocument(smallDocument({})));
    expect(spec).toMatchObject({ title: 'A small API', version: '1.2.3' });
    expect(Object.keys(spec.root)).toEqual(['components', 'info', 'openapi', 'paths', 'servers']);
  });

  it.each<[string, JsonObject | string, RegExp]>([
    ['is not JSON', '{', /is not JSON/],
    ['is YAML', 'openapi: 3.1.0\ninfo: {}', /is YAML; the generator reads JSON/],
    ['names a key twice', '{"a": {"b\\u0061": 1, "ba": [2]}}', /has the key "ba" twice at \/a\/ba$/],
    ['is nested without end', `${'['.repeat(5000)}${']'.repeat(5000)}`, /nests deeper than 100 levels/],
    [
      'has a pattern that no match ends of',
      thing(operation('a', { requestBody: json({ type: 'string', pattern: '(a+)+$' }) })),
      /the pattern "\(a\+\)\+\$" at \/paths.* can take exponential time/,
    ],
    [
      'has a schema that doubles with each step',
      thing(operation('a'), {
        ...Object.fromEntries(
          Array.from({ length: 40 }, (_, step) => [
            `step${step}`,
            { anyOf: [ref(`step${step + 1}`), ref(`step${step + 1}`)] },
          ]),
        ),
        step40: { type: 'string' },
      }),
      /the schema step0 is put together from too many parts/,
    ],
    [
      'has no path of this API',
      smallDocument({ paths: { '/pets': { get: operation('a') } } }),
      /\/pets is not under \/api\/v1\//,
    ],
    ['is not an object', '[1]', /top level is no object/],
    ['is something else', '{"name": "mistmcp"}', /names no version/],
    ['is Swagger 2', '{"swagger": "2.0"}', /version 2\.0 is not understood/],
    ['is OpenAPI 3.0', smallDocument({ openapi: '3.0.3' }), /version 3\.0\.3 is not understood/],
    ['is OpenAPI 3.2', smallDocument({ openapi: '3.2.0' }), /version 3\.2\.0 is not understood/],
    ['has no paths', smallDocument({ paths: {} }), /has no paths/],
    ['has no version', { ...smallDocument({}), info: { title: 'x' } }, /no info\.version/],
    [
      'uses an operationId twice',
      smallDocument({ paths: { '/api/v1/a': { get: operation('same') }, '/api/v1/b': { get: operation('same') } } }),
      /operationId same is used by GET \/api\/v1\/a and by GET \/api\/v1\/b/,
    ],
    ['lacks an operationId', thing({ responses: {} }), /POST \/api\/v1\/things has no operationId/],
    [
      'does not declare a path parameter',
      smallDocument({ paths: { '/api/v1/a/{id}': { get: operation('a') } } }),
      /GET \/api\/v1\/a\/\{id\} does not declare \{id\}/,
    ],
    [
      'declares a path parameter that is not there',
      smallDocument({ paths: { '/api/v1/a': { get: operation('a', { parameters: [id] }) } } }),
      /GET \/api\/v1\/a declares id, not in its path/,
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
    ['is not valid', { ...smallDocument({}), servers: 'none' }, /not valid OpenAPI 3\.1/],
  ])('refuses a document that %s', async (_, document, message) => {
    const failure = readSpec(writeDocument(document));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(SpecError);
  });

  it.each<[string, Buffer, RegExp]>([
    ['gzip', gzipSync('{}'), /is compressed; unpack it first/],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), /is UTF-16; save it as UTF-8/],
    ['Latin-1', Buffer.from('{"é": 1}', 'latin1'), /is not UTF-8 text/],
  ])('says what a file of %s is', async (_, bytes, message) => {
    const path = join(scratch(), 'openapi.json');
    writeFileSync(path, bytes);
    await expect(readSpec(path)).rejects.toThrow(message);
  });

  it('takes no notice of a byte-order mark, and of keys that only look alike', async () => {
    const document = { ...smallDocument({}), 'x-more': [{ a: 1, 'a"': '{"a": 1, "a": 2}' }, { a: ['a', 'a'] }] };
    await expect(readSpec(writeDocument(`\ufeff${JSON.stringify(document)}`))).resolves.toBeDefined();
  });

  it('leaves out what cannot be called from here, and names it', async () => {
    const get = operation('a');
    const paths = {
      '/api/v1/a': { get, patch: operation('b') },
      '/api/v2/a': { get: operation('c'), parameters: [] },
      '/api/v1/../admin': { get: operation('d') },
      '/api/v1/a?x={y}': { delete: operation('e') },
    };
    const spec = await readSpec(writeDocument(smallDocument({ paths })));
    expect(spec.root.paths).toEqual({ '/api/v1/a': { get } });
    expect([...spec.leftOut].sort()).toEqual([
      'DELETE /api/v1/a?x={y}: not a path below /api/v1/',
      'GET /api/v1/../admin: not a path below /api/v1/',
      'GET /api/v2/a: not a path below /api/v1/',
      'PATCH /api/v1/a: a method that is not called from here',
    ]);
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
