import { describe, expect, test, vi } from 'vitest';
import { ref, text } from './forms.ts';

vi.mock('../../../../src/mist/spec/layer-files.ts', async () => {
  const { $defs } = await import('./forms.ts');
  return {
    readGenerated: (file: string) => (file === 'schemas.json' ? { $defs } : { $defs: {} }),
    hasGenerated: () => false,
  };
});

const { childrenOf, rootOf, walk } = await import('../../../../src/mist/spec/schemas/children.ts');
const { resolveRef, schemaOf } = await import('../../../../src/mist/spec/schemas/document.ts');
const { outline } = await import('../../../../src/mist/spec/schemas/outline.ts');
const { parsePath, pathText, stepDown } = await import('../../../../src/mist/spec/schemas/path.ts');
const { searchFields } = await import('../../../../src/mist/spec/schemas/search.ts');
const { propertiesOf } = await import('../../../../src/mist/spec/schemas/shape.ts');
const { subtree } = await import('../../../../src/mist/spec/schemas/subtree.ts');

const root = (name: string) => rootOf(ref(name));
const lines = (name: string, depth = 1) => outline(root(name), depth).lines;
const json = (name: string, depth = 1) => subtree(root(name), depth, 0).json;

function reach(name: string, path: string): string | undefined {
  let place: ReturnType<typeof root> | undefined = root(name);
  for (const step of parsePath(path)) place = place && stepDown(place, step);
  return place && pathText(place.path);
}

test('a line says type, range, values, default, marks and conditions', () => {
  expect(lines('marked')).toEqual([
    'ssid*: string 1..32 chars',
    "band: ('24'|'5'|auto)='24'",
    'level: int 1..4|null=null',
    'share: number >0 <1 step 0.5',
    'code: string /^[a-z]+$/',
    'when: int read-only',
    'old: bool=false deprecated',
    "word: string='' secret",
    'fixed: (x)',
    'vlan: string|int 1..4094',
    'open: object',
    'anything: any',
    'bands: (a|b)[] 1..2 items unique',
    'either: <string|int>[]',
    'counts: {*: int} ..9 keys',
    'inner: {…}',
    'list: {…}[]',
    'map: {*: {…}}',
    'deep: {*: {…}[]}',
    'psk: string secret if type=psk|wep',
    "host: string required if on=true & ../mode='a b'",
    'beside: {…}={} deprecated',
  ]);
});

test('deeper lines are indented and continue the path of the line above', () => {
  const shown = lines('marked', 3);
  expect(shown.slice(shown.indexOf('deep: {*: {…}[]}'), shown.indexOf('deep: {*: {…}[]}') + 4)).toEqual([
    'deep: {*: {…}[]}',
    ' *[].z*: int',
    ' *[].y: {…}',
    '  x: string',
  ]);
});

test('as JSON Schema, one level stands whole and what is below names its path', () => {
  expect(json('marked')).toMatchObject({
    type: 'object',
    required: ['ssid'],
    properties: {
      ssid: { type: 'string', minLength: 1, maxLength: 32 },
      vlan: { oneOf: [{ type: 'string' }, { type: 'integer', minimum: 1, maximum: 4094 }] },
      psk: { type: 'string', secret: true, applies_when: { field: 'type', in: ['psk', 'wep'] } },
      inner: { type: 'object', $comment: 'path: inner' },
      deep: { type: 'object', additionalProperties: { items: { type: 'object', $comment: 'path: deep.*[]' } } },
      beside: { type: 'object', default: {}, deprecated: true, $comment: 'path: beside' },
    },
  });
  expect(json('inner', 2)).toEqual({
    type: 'object',
    required: ['z'],
    properties: { z: { type: 'integer' }, y: { type: 'object', properties: { x: text } } },
  });
});

describe('schemas that hold themselves', () => {
  test('end', () => {
    expect(lines('chain', 9)).toEqual(['again: {…}', 'all: {…}[]']);
    expect([...walk(root('chain'))].map(({ text: path }) => path)).toEqual(['again', 'all']);
    expect(json('chain', 9)).toMatchObject({ properties: { again: { $comment: 'path: again' } } });
    for (const name of ['rings', 'ring_a', 'looped', 'missing']) {
      expect(lines(name, 9)).toEqual([]);
      expect(json(name, 9)).toBeTypeOf('object');
    }
  });

  test('can still be followed as far as one likes', () => {
    expect(reach('chain', 'again.all[].again.all')).toBe('again.all[].again.all');
    expect(reach('rings', '[][][]')).toBe('[][][]');
  });
});

test('names with dots, signs or spaces are quoted, and lead where they say', () => {
  const paths = childrenOf(root('odd')).map((child) => child.text);
  expect(paths).toEqual(['"a.b"', '"*"', '"c d"', '__proto__', '"\\"q\\""', '""', '*']);
  for (const path of paths) expect(reach('odd', path)).toBe(path);
  expect(reach('odd', '"*".z')).toBe('"*".z');
  expect(reach('odd', '*.z')).toBeUndefined();
  expect(reach('odd', 'whatever.x')).toBe('*.x');
});

test('parts of allOf are one object, in the order they are written', () => {
  expect([...propertiesOf(ref('joined')).values()].map(({ name, required }) => [name, required])).toEqual([
    ['z', true],
    ['y', false],
    ['w', true],
  ]);
});

describe('one of several forms', () => {
  test('shows what they share and each by what tells it apart', () => {
    expect(lines('device')).toEqual(['type*: (ap|switch)', 'name: string', 'type=ap: {…}', 'type=switch: {…}']);
    const oneOf = ['ap', 'switch'].map((type) => ({ type: 'object', $comment: `path: type=${type}` }));
    expect(json('device')).toEqual({ oneOf });
  });

  test('is entered by its label, or by a field that only one has', () => {
    expect(reach('device', 'type=ap.radio.z')).toBe('type=ap.radio.z');
    expect(reach('device', 'radio.z')).toBe('radio.z');
    expect(reach('device', 'ip')).toBeUndefined();
    expect(reach('device', 'type=switch.ip')).toBe('type=switch.ip');
  });

  test('is the object itself where the others are scalars', () => {
    expect(lines('nothing')).toEqual(['z*: int', 'y: {…}']);
    expect(reach('nothing', 'y.x')).toBe('y.x');
  });
});

test('what stands beside a reference wins over its target', () => {
  expect(resolveRef({ ...ref('inner'), default: 1 })).toMatchObject({ default: 1, required: ['z'] });
  expect(resolveRef(ref('ring_a'))).toEqual({});
  expect(resolveRef(ref('missing'))).toEqual({});
  expect(schemaOf('__proto__')).toBeUndefined();
});

describe('search', () => {
  test('finds by name, by value and by several words, the name first', () => {
    expect(searchFields(root('marked'), 'Z').lines).toContain('list[].z*: int');
    expect(searchFields(root('marked'), 'auto').lines).toEqual(["band: ('24'|'5'|auto)='24'"]);
    expect(searchFields(root('marked'), 'map z').lines).toEqual(['map.*.z*: int']);
    expect(searchFields(root('marked'), 'band').lines[0]).toMatch(/^band:/);
    expect(searchFields(root('device'), 'x').lines).toEqual([
      'type=switch.ports.x: string',
      'type=ap.radio.y.x: string',
    ]);
  });

  test('finds nothing where nothing is', () => {
    expect(searchFields(root('marked'), 'zebra')).toEqual({ lines: [], total: 0 });
    expect(searchFields(root('marked'), ' , ')).toEqual({ lines: [], total: 0 });
  });
});
