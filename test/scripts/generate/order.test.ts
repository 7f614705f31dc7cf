import fc from 'fast-check';
import { expect, it } from 'vitest';
import { filesOf } from '../../../scripts/generate/all-files.ts';
import { build } from '../../../scripts/generate/build.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../scripts/generate/json.ts';
import { answering, json, operation, ref, smallDocument, writeDocument } from './small.ts';

const document = smallDocument({
  paths: {
    '/api/v1/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: operation('getThing', { responses: answering(ref('thing')), description: 'some words' }),
      put: operation('updateThing', { requestBody: json(ref('thing')) }),
    },
    '/api/v1/things': {
      post: operation('createThing', {
        requestBody: json({ type: 'object', properties: { b: ref('part'), a: ref('part') } }),
      }),
    },
  },
  schemas: {
    thing: {
      oneOf: [
        ref('part'),
        {
          type: 'object',
          properties: { type: { enum: ['x', 'y'] }, secret: { type: 'string', description: 'If `type`==`x`' } },
        },
      ],
      discriminator: {
        propertyName: 'type',
        mapping: { y: '#/components/schemas/part', x: '#/components/schemas/part' },
      },
    },
    part: { type: ['string', 'null'], description: 'a part', default: 'z' },
  },
});

/** The same document with the keys of every object in another order, chosen by a stream of numbers. */
function shuffle(value: Json, next: () => number): Json {
  if (isArray(value)) return value.map((item) => shuffle(item, next));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [next(), key, shuffle(item, next)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, key, item]) => [key, item]));
}

async function bytesOf(root: JsonObject): Promise<string> {
  const { layer, prose } = await build(writeDocument(root), { lenient: true });
  return JSON.stringify([...filesOf(layer, prose)]);
}

it('gives the same bytes whatever the order of the keys', async () => {
  const expected = await bytesOf(document);
  expect(expected).toContain('some words');
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat()), async (stream) => {
      const shuffled = shuffle(document, () => Number(stream.next().value));
      if (!isObject(shuffled)) throw new Error('not an object');
      expect(await bytesOf(shuffled)).toBe(expected);
    }),
    { numRuns: 10 },
  );
});
