import { describe, expect, it } from 'vitest';
import { answering, json, layerOf, operation, type Parts, ref } from './small.ts';

const rowOf = (parts: Parts, route: string) => layerOf(parts).table.operations[route];

const query = (name: string, schema: Record<string, never> | object, more: object = {}) => ({
  name,
  in: 'query',
  schema: { ...schema },
  ...more,
});

const listOf = (...parameters: object[]): Parts => ({
  paths: { '/things': { get: operation('listThings', { parameters: parameters.map((one) => ({ ...one })) }) } },
});

describe('the operation table', () => {
  it('merges parameters of the path, and lets the operation override them', () => {
    const row = rowOf(
      {
        paths: {
          '/things/{thing_id}': {
            parameters: [
              { $ref: '#/components/parameters/thing_id' },
              { name: 'limit', in: 'query', schema: { type: 'integer', default: 100 } },
            ],
            get: operation('getThing', {
              parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', default: 10, minimum: 0 } }],
            }),
          },
        },
        parameters: {
          thing_id: { name: 'thing_id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
        },
      },
      'GET /things/{thing_id}',
    );
    expect(row?.path).toEqual({ thing_id: { type: 'string', format: 'uuid', required: true } });
    expect(row?.query).toEqual({ limit: { type: 'integer', default: 10, minimum: 0 } });
  });

  it('reads schemas of parameters through references, nullable forms and alternatives', () => {
    const row = rowOf(
      {
        paths: {
          '/things': {
            get: operation('listThings', {
              parameters: [
                { name: 'band', in: 'query', schema: ref('band') },
                { name: 'free', in: 'query', schema: { type: ['null', 'boolean'] } },
                { name: 'mixed', in: 'query', schema: { anyOf: [{ type: 'integer' }, { type: 'string' }] } },
                {
                  name: 'count',
                  in: 'query',
                  schema: { oneOf: [{ type: 'integer' }, { type: 'integer', minimum: 3 }] },
                },
                { name: 'labels', in: 'query', schema: { type: 'array', items: ref('band') } },
              ],
            }),
          },
        },
        schemas: { band: { type: 'string', enum: ['24', '5'], default: '5' } },
      },
      'GET /things',
    );
    expect(row?.query).toEqual({
      band: { type: 'string', enum: ['24', '5'], default: '5' },
      count: { type: 'integer' },
      free: { type: 'boolean' },
      labels: { type: 'array', list: true, items: { type: 'string', enum: ['24', '5'] } },
      mixed: { type: 'string' },
    });
  });

  it.each([
    ['words of the parameter', query('a', { type: 'integer' }, { description: 'Takes comma-separated values.' }), true],
    ['words of its schema', query('a', { type: 'string', description: 'Separated by comma' }), true],
    ['an example with a comma', query('a', { type: 'boolean', examples: ['true,false'] }), true],
    ['an example beside the schema', query('a', { type: 'integer' }, { example: '1,2' }), true],
    [
      'a text whose example has a comma',
      query('a', { type: 'string', examples: ['Example Networks, Inc.'] }),
      undefined,
    ],
    [
      'a refusal',
      query('a', { type: 'string' }, { description: 'Comma-separated values are not supported' }),
      undefined,
    ],
    ['nothing', query('a', { type: 'integer' }), undefined],
  ])('takes a parameter for a list or not, going by %s', (_, parameter, list) => {
    expect(rowOf(listOf(parameter), 'GET /things')?.query.a?.list).toBe(list);
  });

  const paged = (names: readonly string[], schema: object): Parts => ({
    paths: {
      '/things': {
        get: operation('listThings', {
          parameters: names.map((name) => query(name, { type: 'integer' })),
          responses: answering({ ...schema }),
        }),
      },
    },
  });
  const object = (...names: string[]) => ({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  });

  it.each([
    ['page_array', ['limit', 'page'], { type: 'array', items: {} }],
    ['page_object', ['limit', 'page'], object('results', 'next')],
    ['search_after', ['limit', 'search_after'], object('results')],
    ['search_after', ['limit', 'page', 'search_after'], object('results', 'next')],
    ['search_after', ['limit'], object('results', 'next')],
    ['search_after', ['limit'], { oneOf: [object('results'), object('next')] }],
    ['limit', ['limit'], object('results', 'total')],
    ['none', ['page'], object('results', 'next')],
  ])('pages by %s with %j', (paging, names, schema) => {
    expect(rowOf(paged(names, schema), 'GET /things')?.paging).toBe(paging);
  });

  it('does not page counts by a cursor they never answer', () => {
    const get = operation('countThings', {
      parameters: ['limit', 'search_after'].map((name) => query(name, { type: 'integer' })),
      responses: answering(object('results', 'total')),
    });
    expect(rowOf({ paths: { '/things/count': { get } } }, 'GET /things/count')?.paging).toBe('limit');
  });

  it('names bodies, answers and content types', () => {
    const paths = {
      '/things': {
        post: operation('importThings', {
          requestBody: {
            content: {
              'application/json': { schema: ref('thing') },
              'multipart/form-data': { schema: { type: 'object' } },
            },
          },
          responses: { 200: { description: 'text', content: { 'text/plain': { schema: { type: 'string' } } } } },
        }),
        put: operation('setThings', { requestBody: json({ type: 'array' }), responses: answering(ref('thing')) }),
      },
    };
    const { table } = layerOf({ paths, schemas: { thing: { type: 'object' } } });
    expect(table.operations['POST /things']).toMatchObject({
      body: 'thing',
      form: 'importThings_form',
      body_types: ['application/json', 'multipart/form-data'],
      response_types: ['text/plain'],
    });
    expect(table.operations['POST /things']).not.toHaveProperty('response');
    expect(table.operations['PUT /things']).toMatchObject({ body: 'setThings_body', response: 'thing' });
    expect(table.operations['PUT /things']).not.toHaveProperty('body_types');
  });

  it('notes what is deprecated and what needs no token', () => {
    const paths = {
      '/old': { get: operation('old', { deprecated: true }) },
      '/open': { get: operation('open', { security: [] }) },
      '/plain': { get: operation('plain') },
    };
    const { operations } = layerOf({ paths }).table;
    expect(operations['GET /old']?.deprecated).toBe(true);
    expect(operations['GET /open']?.public).toBe(true);
    expect(operations['GET /plain']).toEqual({
      id: 'plain',
      tag: 'Things',
      path: {},
      query: {},
      response: 'plain_response',
      statuses: ['200'],
      paging: 'none',
      effect: 'read',
    });
  });

  it('notes statuses only where they are not those of nearly every operation', () => {
    const statuses = (...all: number[]): readonly string[] | undefined => {
      const responses = Object.fromEntries(all.map((status) => [status, { description: '' }]));
      return layerOf({ paths: { '/a': { get: operation('a', { responses }) } } }).table.operations['GET /a']?.statuses;
    };
    expect(statuses(200, 400, 401, 403, 404, 429)).toBeUndefined();
    expect(statuses(404, 200, 201)).toEqual(['200', '201', '404']);
  });
});
