import { describe, expect, it } from 'vitest';
import { compareLayers, countKinds } from '../../../scripts/generate/diff/compare.ts';
import { report } from '../../../scripts/generate/diff/report.ts';
import type { JsonObject } from '../../../scripts/generate/json.ts';
import { answering, json, layerOf, operation, type Parts, ref } from './small.ts';

const NO_TOOLS = new Map<string, string[]>();

const changed = (from: Parts, to: Parts): string[] =>
  compareLayers(layerOf(from), layerOf(to), NO_TOOLS).map(
    ({ kind, subject, detail, breaking }) =>
      `${breaking ? '! ' : ''}${kind}: ${subject}${detail ? ` (${detail})` : ''}`,
  );

const gets = (ids: Record<string, string>): Parts => ({
  paths: Object.fromEntries(
    Object.entries(ids).map(([path, id]) => [path, { get: operation(id, { responses: answering(ref('answer')) }) }]),
  ),
  schemas: { answer: { type: 'object' } },
});

const list = (...parameters: JsonObject[]): Parts => ({
  paths: { '/a': { get: operation('a', { parameters }) } },
});

const query = (name: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  name,
  in: 'query',
  schema,
  ...more,
});

const body = (thing: JsonObject): Parts => ({
  paths: { '/a': { post: operation('a', { requestBody: json(ref('thing')) }) } },
  schemas: { thing },
});

describe('compareLayers', () => {
  it('finds nothing between equals', () => {
    expect(changed(gets({ '/a': 'a' }), gets({ '/a': 'a' }))).toEqual([]);
    expect(report([])).toBe('nothing changed');
  });

  it('follows an operation by its id, and by its route', () => {
    expect(changed(gets({ '/a': 'a', '/b': 'b', '/c': 'c' }), gets({ '/x': 'a', '/b': 'renamed', '/d': 'd' }))).toEqual(
      [
        'operation added: GET /d (d)',
        '! operation moved: GET /a (a → GET /x)',
        '! operation removed: GET /c (c)',
        'operation renamed: GET /b (b → renamed)',
      ],
    );
  });

  it('sees that an id moved onto a route that was another operation', () => {
    expect(changed(gets({ '/a': 'a', '/b': 'b' }), gets({ '/b': 'a' }))).toEqual([
      '! operation moved: GET /a (a → GET /b)',
      '! operation removed: GET /b (b)',
    ]);
  });

  it.each<[string, JsonObject[], JsonObject[], string[]]>([
    ['a new parameter', [], [query('x', { type: 'string' })], ['parameter added: GET /a x']],
    ['a new required one', [], [query('x', { type: 'string' }, { required: true })], ['! parameter added: GET /a x']],
    ['a lost one', [query('x', { type: 'string' })], [], ['! parameter removed: GET /a x']],
    [
      'another type',
      [query('x', { type: 'string' })],
      [query('x', { type: 'integer' })],
      ['! parameter changed: GET /a x (type: "string" → "integer")'],
    ],
    [
      'another default',
      [query('x', { type: 'string', default: 'a' })],
      [query('x', { type: 'string', default: 'b' })],
      ['parameter changed: GET /a x (default: "a" → "b")'],
    ],
    [
      'lists allowed',
      [query('x', { type: 'string' })],
      [query('x', { type: 'string', description: 'comma-separated' })],
      ['parameter changed: GET /a x (list: nothing → true)'],
    ],
    [
      'other values',
      [query('x', { type: 'string', enum: ['a', 'b'] })],
      [query('x', { type: 'string', enum: ['b', 'c'] })],
      ['parameter value added: GET /a x ("c")', '! parameter value removed: GET /a x ("a")'],
    ],
    [
      'an enum where there was none',
      [query('x', { type: 'string' })],
      [query('x', { type: 'string', enum: ['a'] })],
      ['! parameter changed: GET /a x (enum: nothing → ["a"])'],
    ],
  ])('compares parameters: %s', (_, from, to, expected) => {
    expect(changed(list(...from), list(...to))).toEqual(expected);
  });

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ['a new field', {}, { properties: { a: {} } }, ['field added: thing: a']],
    ['a new required field', {}, { properties: { a: {} }, required: ['a'] }, ['! field added: thing: a']],
    ['a lost field', { properties: { a: {} } }, { properties: {} }, ['! field removed: thing: a']],
    [
      'another type, deep down',
      { properties: { a: { items: { properties: { b: { type: 'string' } } } } } },
      { properties: { a: { items: { properties: { b: { type: 'integer' } } } } } },
      ['! field changed: thing: a[].b (type: "string" → "integer")'],
    ],
    [
      'a field of a map',
      { additionalProperties: { type: 'string' } },
      { additionalProperties: { type: 'string', deprecated: true } },
      ['field changed: thing: * (deprecated: nothing → true)'],
    ],
    [
      'no more required',
      { properties: { a: {} }, required: ['a'] },
      { properties: { a: {} } },
      ['field changed: thing: a (required: true → nothing)'],
    ],
    [
      'other values',
      { properties: { a: { enum: [1, 2] } } },
      { properties: { a: { enum: [2, 3] } } },
      ['field value added: thing: a (3)', '! field value removed: thing: a (1)'],
    ],
    [
      'the schema itself',
      { type: 'object' },
      { type: 'array' },
      ['! schema changed: thing (type: "object" → "array")'],
    ],
  ])('compares schemas: %s', (_, from, to, expected) => {
    expect(changed(body(from), body(to))).toEqual(expected);
  });

  it('names the tools that call what changed, through schemas as well', () => {
    const from = layerOf({
      paths: {
        '/a': { get: operation('a', { responses: answering(ref('outer')) }) },
        '/b': { get: operation('b', { parameters: [query('x', { type: 'string' })] }) },
      },
      schemas: { outer: { properties: { inner: ref('inner') } }, inner: { properties: { gone: {} } } },
    });
    const to = layerOf({
      paths: { '/a': { get: operation('a', { responses: answering(ref('outer')) }) }, '/b': { get: operation('b') } },
      schemas: { outer: { properties: { inner: ref('inner') } }, inner: { properties: {} } },
    });
    const tools = new Map([
      ['tool_a', ['GET /a']],
      ['tool_b', ['GET /b', 'GET /c']],
      ['tool_c', ['GET /c']],
    ]);
    const changes = compareLayers(from, to, tools);
    expect(changes.map(({ subject, tools: touched }) => [subject, touched])).toEqual([
      ['inner: gone', ['tool_a']],
      ['GET /b x', ['tool_b']],
    ]);
    expect(countKinds(changes)).toEqual({
      'field removed': { all: 1, breaking: 1 },
      'parameter removed': { all: 1, breaking: 1 },
    });
    expect(report(changes)).toContain('! parameter removed: GET /b x  [tool_b]');
    expect(report(changes, 1)).toContain('… and 1 more');
  });
});
