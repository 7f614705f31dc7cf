import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareLayers, countKinds } from '../../../scripts/generate/diff/compare.ts';
import { decisions } from '../../../scripts/generate/diff/decide.ts';
import { markdown } from '../../../scripts/generate/diff/markdown.ts';
import { report } from '../../../scripts/generate/diff/report.ts';
import type { JsonObject } from '../../../scripts/generate/json.ts';
import { SourceIndex } from '../../../scripts/generate/usages.ts';
import { answering, json, layerOf, operation, type Parts, ref, scratch } from './small.ts';

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
    [
      'a new required one',
      [],
      [query('x', { type: 'string' }, { required: true })],
      ['! parameter added: GET /a x (required)'],
    ],
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
    ['a new required field', {}, { properties: { a: {} }, required: ['a'] }, ['! field added: thing: a (required)']],
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
      ['field changed: thing: a (not required any more)'],
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
    expect(report(changes)).toContain('! parameter removed: GET /b x; callers notice  [tool_b]');
    expect(report(changes, { most: 1 })).toContain('… and 1 more');
  });
});

describe('the directions of a change', () => {
  /** A schema as a body, as an answer, or both. */
  const used = (thing: JsonObject, { body: sent = false, answer = false }, schemas: JsonObject = {}): Parts => ({
    paths: {
      '/a': {
        post: operation('a', {
          ...(sent ? { requestBody: json(ref('thing')) } : {}),
          ...(answer ? { responses: answering(ref('thing')) } : {}),
        }),
      },
    },
    schemas: { thing, ...schemas },
  });

  const noticed = (from: JsonObject, to: JsonObject, schemas: JsonObject = {}): Record<string, readonly string[]> =>
    Object.fromEntries(
      [{ body: true }, { answer: true }].map((side) => [
        Object.keys(side).join(),
        compareLayers(layerOf(used(from, side, schemas)), layerOf(used(to, side, schemas)), NO_TOOLS).flatMap(
          ({ breaking, notices = [] }) => (breaking ? notices : []),
        ),
      ]),
    );

  const property = (a: JsonObject, more: JsonObject = {}): JsonObject => ({
    type: 'object',
    properties: { a },
    ...more,
  });
  const text = { type: 'string' };
  const BOTH = { body: ['callers'], answer: ['readers'] };
  const CALLERS = { body: ['callers'], answer: [] };
  const NOBODY = { body: [], answer: [] };

  it.each<[string, JsonObject, JsonObject, object]>([
    ['a lost property', property(text), { type: 'object', properties: {} }, BOTH],
    ['another type', property(text), property({ type: 'integer' }), BOTH],
    ['a narrower type', property({ type: ['string', 'null'] }), property(text), CALLERS],
    ['a wider type', property({ type: 'integer' }), property({ type: 'number' }), NOBODY],
    ['null allowed', property(text), property({ type: ['string', 'null'] }), NOBODY],
    ['a lost enum value', property({ enum: ['x', 'y'] }), property({ enum: ['x'] }), CALLERS],
    ['a new enum value', property({ enum: ['x'] }), property({ enum: ['x', 'y'] }), NOBODY],
    ['an enum that ends', property({ ...text, enum: ['x'] }), property(text), NOBODY],
    ['a new enum', property(text), property({ ...text, enum: ['x'] }), CALLERS],
    ['a lowered minimum', property({ minimum: 3 }), property({ minimum: 0 }), NOBODY],
    ['a raised minimum', property({ minimum: 0 }), property({ minimum: 3 }), CALLERS],
    ['a new maximum', property({}), property({ maximum: 3 }), CALLERS],
    ['a raised maximum', property({ maxLength: 3 }), property({ maxLength: 4 }), NOBODY],
    ['a new pattern', property(text), property({ ...text, pattern: '^x' }), CALLERS],
    ['a format that is checked', property(text), property({ ...text, format: 'uuid' }), CALLERS],
    ['a format for the eye', property(text), property({ ...text, format: 'password' }), NOBODY],
    ['required now', property(text), property(text, { required: ['a'] }), CALLERS],
    [
      'a new required property',
      property(text),
      property(text, { required: ['b'], properties: { a: text, b: text } }),
      CALLERS,
    ],
    [
      'a new required property that the cloud fills in',
      property(text),
      property(text, { required: ['b'], properties: { a: text, b: { ...text, readOnly: true } } }),
      NOBODY,
    ],
    ['another default', property({ default: 1 }), property({ default: 2 }), NOBODY],
    ['nothing else allowed', property(text), property(text, { additionalProperties: false }), CALLERS],
    [
      'a lost alternative',
      { oneOf: [property(text), property({ type: 'integer' }, { required: ['a'] })] },
      { oneOf: [property(text)] },
      CALLERS,
    ],
    [
      'alternatives in another order',
      { oneOf: [property(text), property({ type: 'null' })] },
      { oneOf: [property({ type: 'null' }), property(text)] },
      NOBODY,
    ],
  ])('are known for %s', (_, from, to, expected) => {
    expect(noticed(from, to)).toEqual(expected);
  });

  it('are none where an inline schema gets a name, loses it or gets another', () => {
    const size = { type: 'string', enum: ['s', 'm'] };
    const schemas = { size, other_size: size };
    const list = { type: 'array', items: size };
    for (const [from, to] of [
      [property(size), property(ref('size'))],
      [property(ref('size')), property(size)],
      [property(ref('size')), property(ref('other_size'))],
      [property(list), property({ type: 'array', items: ref('size') })],
      [property({ anyOf: [{ type: 'boolean' }, text] }), property({ type: ['boolean', 'string'] })],
    ] satisfies [JsonObject, JsonObject][]) {
      expect(
        compareLayers(
          layerOf(used(from, { body: true }, schemas)),
          layerOf(used(to, { body: true }, schemas)),
          NO_TOOLS,
        ),
      ).toEqual([]);
    }
  });

  it('look behind the name of a replaced body and of a replaced answer', () => {
    const parts = (body: string, answer: string): Parts => ({
      paths: { '/a': { post: operation('a', { requestBody: json(ref(body)), responses: answering(ref(answer)) }) } },
      schemas: {
        old_body: property(text),
        new_body: property(text, { properties: { a: text, b: text }, required: ['b'] }),
        old_answer: property(text),
        new_answer: { type: 'object', properties: {} },
      },
    });
    expect(changed(parts('old_body', 'old_answer'), parts('new_body', 'new_answer'))).toEqual([
      '! field added: old_body → new_body: b (required)',
      '! field removed: old_answer → new_answer: a',
    ]);
  });

  it('end in schemas that hold themselves', () => {
    const tree = (name: JsonObject): Parts =>
      body({ properties: { name, children: { type: 'array', items: ref('thing') } } });
    expect(changed(tree(text), tree({ type: 'integer' }))).toEqual([
      '! field changed: thing: name (type: "string" → "integer")',
    ]);
  });

  it('tell an answer that a success status leaves, an effect that grows, and a secret that is none any more', () => {
    const answers = (...statuses: string[]): Parts => ({
      paths: {
        '/a': {
          get: operation('a', { responses: Object.fromEntries(statuses.map((one) => [one, { description: '' }])) }),
        },
      },
    });
    expect(changed(answers('200', '201'), answers('200', '404'))).toEqual([
      '! operation changed: GET /a (statuses: ["200","201"] → ["200","404"])',
    ]);
    expect(changed(body(property({ ...text, format: 'password' })), body(property(text)))).toEqual([
      '! field changed: thing: a (format: "password" → nothing; secret: true → nothing)',
    ]);
    const from = layerOf({ paths: { '/a': { post: operation('a') } } });
    const row = from.table.operations['POST /a'];
    if (!row) throw new Error('no such row');
    const table = { ...from.table, operations: { 'POST /a': { ...row, effect: 'disruptive' as const } } };
    expect(compareLayers(from, { ...from, table }, NO_TOOLS)).toMatchObject([
      { kind: 'operation changed', breaking: true, notices: ['callers'], detail: 'effect: "read" → "disruptive"' },
    ]);
  });

  it('know that an address holds text: a number as text is no narrower', () => {
    const from = list(query('x', { type: 'integer', minimum: 1, maximum: 5 }));
    const to = list(query('x', { type: 'string', pattern: '^[1-5](,[1-5])*$', description: 'comma-separated' }));
    expect(changed(from, to)[0]).toMatch(/^parameter changed: GET \/a x /);
    expect(changed(to, from)[0]).toMatch(/^! parameter changed: GET \/a x /);
  });
});

describe('report', () => {
  const nothing = layerOf(gets({}));
  const some = layerOf(gets({ '/a': 'a' }));

  it('never says that no tool is touched where that is not known', () => {
    const changes = compareLayers(some, nothing, NO_TOOLS);
    expect(report(changes)).toContain('tools touched: none');
    const text = report(changes, { toolsUnknown: 'the tools cannot be loaded: no such route' });
    expect(text).toContain('tools touched: not known: the tools cannot be loaded: no such route');
    expect(text).not.toContain('none');
    expect(markdown('x', changes, [], { toolsUnknown: 'why' })).toContain('Which tools are touched is not known: why');
  });

  it('lists what is to be decided, and where the source names what breaks', () => {
    const review = { leftOut: ['PATCH /a: why'], unreadConditions: ['thing: a'], effects: { write: ['GET /a'] } };
    const open = decisions(some, layerOf(gets({ '/b': 'b' })), review);
    const text = report(compareLayers(some, layerOf(gets({ '/b': 'b' })), NO_TOOLS), {
      decisions: open,
      usages: [{ place: 'src/tools/x.ts:3', name: 'GET /a' }],
    });
    for (const line of ['PATCH /a: why', 'GET /a: write', 'GET /b: read', 'thing: a', 'src/tools/x.ts:3  GET /a']) {
      expect(text).toMatch(new RegExp(`^ +${line}$`, 'm'));
    }
  });

  it('asks about new servers, new secrets and collections without a family', () => {
    const item = '/api/v1/orgs/{org_id}/widgets/{widget_id}';
    const to = layerOf({
      paths: { [item]: { put: operation('put', { requestBody: json(ref('thing')) }) }, '/a': { get: operation('a') } },
      schemas: { thing: { properties: { deep: { items: { properties: { api_token: { type: 'string' } } } } } } },
      servers: [{ url: 'https://api.mist.com', description: 'Global 02' }],
    });
    const open = decisions(some, to, { leftOut: [], unreadConditions: [], effects: {} });
    expect(open.map(({ topic, lines }) => [topic.split(' ').slice(0, 2).join(' '), lines])).toEqual([
      ['new servers,', ['https://api.mist.com Global 02']],
      ['operations that', [`PUT ${item}`]],
      ['new operations,', [`PUT ${item}: read`]],
      ['new collections', ['/api/v1/orgs/{org_id}/widgets']],
      ['new secrets', ['thing.deep.api_token']],
    ]);
  });
});

describe('SourceIndex', () => {
  it('finds lines that name a route, a collection of it, and prompts that use a tool, without loading any', () => {
    const root = scratch();
    const write = (path: string, text: string): void => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    write('src/tools/get-thing.ts', "import './broken.ts';\nop('GET /api/v1/things/{id}');\nop('GET /api/v1/others');");
    write('src/mist/families-table.ts', "row('/api/v1/things')");
    write('src/prompts/report.ts', "import getThing from '../tools/get-thing.ts';");
    const index = new SourceIndex(root);
    expect(index.routes(['GET /api/v1/things/{id}'])).toEqual([
      { place: 'src/tools/get-thing.ts:2', name: 'GET /api/v1/things/{id}' },
      { place: 'src/mist/families-table.ts:1', name: 'GET /api/v1/things/{id}' },
    ]);
    expect(index.prompts(['mist_get_thing'])).toEqual([{ place: 'src/prompts/report.ts:1', name: 'mist_get_thing' }]);
    expect(index.routes(['GET /api/v1/nothing'])).toEqual([]);
  });
});
