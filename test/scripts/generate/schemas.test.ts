import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../scripts/generate/json.ts';
import type { Layer } from '../../../scripts/generate/layer.ts';
import { answering, json, layerOf, layerOfThing, operation, ref } from './small.ts';

const thingOf = (thing: JsonObject, schemas: JsonObject = {}) => layerOfThing(thing, schemas).schemas.$defs.thing;

function validate(layer: Layer, name: string, value: unknown): boolean {
  const ajv = new Ajv2020({ strict: false });
  const check = ajv.compile({ ...layer.schemas, $ref: `#/$defs/${name}` });
  return check(value) === true;
}

describe('facts of a schema', () => {
  it('loses every sentence and keeps every fact', () => {
    const facts = thingOf({
      title: 'Thing',
      description: 'a thing',
      type: 'object',
      'x-internal': true,
      required: ['name'],
      properties: {
        name: { type: 'string', description: 'its name', minLength: 1, example: 'a', examples: ['b'] },
        size: { type: 'integer', minimum: 1, maximum: 3, default: 2, deprecated: true, readOnly: true },
      },
      additionalProperties: false,
    });
    expect(facts).toEqual({
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 1 },
        size: { type: 'integer', minimum: 1, maximum: 3, default: 2, deprecated: true, readOnly: true },
      },
      additionalProperties: false,
    });
  });

  it('drops a default that is a sentence, and keeps one that is a value', () => {
    const facts = thingOf({
      properties: {
        greeting: { type: 'string', default: 'Please come in and take a seat over there.' },
        cipher: { type: 'string', default: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384_AND_MORE' },
      },
    });
    expect(facts).toEqual({
      properties: {
        greeting: { type: 'string' },
        cipher: { type: 'string', default: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384_AND_MORE' },
      },
    });
  });

  it.each(['description', 'title', 'example', 'default', 'enum', '$ref', 'properties', 'a/b~c', '__proto__', ''])(
    'keeps a property that is named %j',
    (name) => {
      const properties = JSON.parse(`{${JSON.stringify(name)}: {"type": "string", "description": "words"}}`);
      const facts = JSON.stringify(thingOf({ type: 'object', properties }));
      expect(facts).toBe(`{"properties":{${JSON.stringify(name)}:{"type":"string"}},"type":"object"}`);
    },
  );

  it('keeps the nullable forms of 3.1', () => {
    const forms = {
      a: { type: ['string', 'null'] },
      b: { enum: ['x', null] },
      c: { oneOf: [{ type: 'null' }, { type: 'integer' }] },
      d: true,
      e: false,
    };
    const layer = layerOfThing({ type: 'object', properties: forms });
    expect(layer.schemas.$defs.thing).toEqual({ type: 'object', properties: forms });
    expect(validate(layer, 'thing', { a: null, b: null, c: null, d: {} })).toBe(true);
    expect(validate(layer, 'thing', { e: 1 })).toBe(false);
  });

  it('points references, alternatives and discriminators at $defs', () => {
    const layer = layerOfThing(
      {
        oneOf: [ref('cat'), ref('dog')],
        discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/cat', dog: 'dog' } },
      },
      {
        cat: { allOf: [ref('animal'), { properties: { kind: { const: 'cat' } }, required: ['kind'] }] },
        dog: {
          properties: { kind: { const: 'dog' }, of: { $ref: '#/components/schemas/cat/allOf/1' } },
          required: ['kind'],
        },
        animal: { type: 'object', description: 'any' },
      },
    );
    expect(layer.schemas.$defs.thing).toEqual({
      oneOf: [{ $ref: '#/$defs/cat' }, { $ref: '#/$defs/dog' }],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/$defs/cat', dog: '#/$defs/dog' } },
    });
    expect(validate(layer, 'thing', { kind: 'dog', of: { kind: 'cat' } })).toBe(true);
    expect(validate(layer, 'thing', { kind: 'dog', of: { kind: 'cow' } })).toBe(false);
  });

  it('ends on recursion', () => {
    const layer = layerOfThing({
      type: 'object',
      properties: {
        child: ref('thing'),
        children: { type: 'array', items: ref('thing') },
        by: { additionalProperties: ref('thing') },
      },
    });
    expect(Object.keys(layer.schemas.$defs)).toEqual(['thing']);
    expect(validate(layer, 'thing', { children: [{ child: { child: {} } }] })).toBe(true);
    expect(validate(layer, 'thing', { children: [{ child: { child: 1 } }] })).toBe(false);
  });
});

describe('the two documents', () => {
  const paths = {
    '/things': {
      get: operation('listThings', { responses: answering({ type: 'array', items: ref('thing') }) }),
      post: operation('createThing', { requestBody: json({ type: 'object', properties: { a: ref('part') } }) }),
    },
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      put: operation('updateThing', { requestBody: json(ref('thing')), responses: answering(ref('thing')) }),
    },
    '/things/derived': { get: operation('deriveThing', { responses: answering(ref('derived')) }) },
    '/stats': { get: operation('getStats', { responses: answering(ref('stats')) }) },
  };
  const schemas = {
    thing: { type: 'object', properties: { part: ref('part') } },
    part: { type: 'string' },
    derived: { type: 'object' },
    stats: { type: 'object', properties: { part: ref('part'), more: ref('more') } },
    more: { type: 'object' },
    unused: { type: 'object' },
  };

  it('hold what can be configured, and what answers need beyond', () => {
    const layer = layerOf({ paths, schemas });
    expect(Object.keys(layer.schemas.$defs)).toEqual([
      'createThing_body',
      'derived',
      'listThings_response',
      'part',
      'thing',
    ]);
    expect(Object.keys(layer.responses.$defs)).toEqual(['createThing_response', 'more', 'stats']);
  });

  it('do not let an inline schema take the name of another', () => {
    const layer = layerOf({ paths, schemas: { ...schemas, createThing_body: { type: 'integer' } } });
    expect(layer.table.operations['POST /things']?.body).toBe('createThing_body_');
    expect(layer.schemas.$defs.createThing_body_).toHaveProperty('properties.a');
  });
});
