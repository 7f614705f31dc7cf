import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { advertisedSchema } from '../../src/tool/input-schema.ts';
import { CONTENT, chart, deviceName, end, fields, id, limit, mac, org_id, page, start } from '../../src/tool/inputs.ts';
import { readInputs } from '../../src/tool/read-inputs.ts';
import { refused } from '../harness/refused.ts';

const inputs = {
  kind: z.enum(['wireless', 'wired', 'wan']),
  count: z.int().min(1).max(100).optional(),
  ratio: z.number().optional(),
  flag: z.boolean().optional(),
  text: z.string().optional(),
  names: z.array(z.string()).optional(),
  numbers: z.array(z.number()).optional(),
  body: z.looseObject({}).optional(),
  mac,
  device: deviceName.optional(),
  id: id().optional(),
  start,
};
const read = (raw: Readonly<Record<string, unknown>>) => readInputs('mist_test', inputs, { kind: 'wan', ...raw });
const value = (name: string, given: unknown): unknown => Object(read({ [name]: given }).values)[name];

describe('inputs as models write them', () => {
  it.each([
    ['count', '42', 42],
    ['count', ' 7 ', 7],
    ['ratio', '-0.25', -0.25],
    ['ratio', '12', 12],
    ['ratio', 1.5, 1.5],
    ['flag', 'true', true],
    ['flag', 'FALSE', false],
    ['flag', 1, true],
    ['flag', 0, false],
    ['flag', false, false],
    ['text', 12, '12'],
    ['text', true, 'true'],
    ['text', 'false', 'false'],
    ['names', 'a, b ,c', ['a', 'b', 'c']],
    ['names', 'a,,b', ['a', 'b']],
    ['names', ['a', '', 'b'], ['a', 'b']],
    ['names', ' ["a","b,c"]', ['a', 'b,c']],
    ['names', '[a', ['[a']],
    ['names', 7, ['7']],
    ['numbers', '[1,2]', [1, 2]],
    ['numbers', '1, 2', [1, 2]],
    ['numbers', ['1', 2, ''], [1, 2]],
    ['kind', 'WIRED', 'wired'],
    ['kind', 'Wans', 'wan'],
    ['kind', ['Wired'], 'wired'],
    ['kind', '["wan"]', 'wan'],
    ['body', '{"a":1}', { a: 1 }],
    ['body', { b: [2] }, { b: [2] }],
    ['mac', 'AA:BB:CC:00:11:22', 'aabbcc001122'],
    ['device', 'aa-bb-cc-00-11-22', 'aabbcc001122'],
    ['device', '00000000-0000-0000-1000-aabbcc001122', '00000000-0000-0000-1000-aabbcc001122'],
    ['start', '2026-01-01', '1767225600'],
    ['start', 1_767_225_600, '1767225600'],
  ])('%s given as %j', (name, given, wanted) => {
    expect(value(name, given)).toEqual(wanted);
  });

  it.each([
    null,
    undefined,
    '',
    ' ',
    ',',
    ' , ,',
    [],
    {},
    [''],
    [null, ['']],
    { a: { b: null } },
    '[]',
    ' [ ] ',
    '{}',
    '""',
  ])('%j says nothing and is absent', (given) => {
    const { values, given: names } = read({ count: given, names: given, numbers: given });
    expect(names.has('names')).toBe(false);
    expect(values).not.toHaveProperty('names');
    if (typeof given === 'string' && given.trim().length > 1) return;
    expect([...names]).toEqual(['kind']);
  });

  it.each(['null', 'None', ' undefined ', 'N/A', 'NULL'])(
    '%s stands for an optional input that is left out',
    (given) => {
      const all = Object.fromEntries(Object.keys(inputs).map((name) => [name, given]));
      expect(read({ ...all, kind: 'wan' }).values).toEqual({ kind: 'wan' });
      expect(value('names', [given, 'a'])).toEqual(['a']);
      expect(readInputs('mist_test', { text: z.string() }, { text: given }).values).toEqual({ text: given });
    },
  );

  it('keeps a placeholder that is a value of its own', () => {
    const auth = { auth: z.enum(['None', 'psk']).optional(), text: z.string().optional() };
    expect(readInputs('mist_test', auth, { auth: 'None', text: 'none' }).values).toEqual({
      auth: 'None',
      text: 'none',
    });
  });

  it('leaves out what says nothing inside an object of inputs, at every depth, and nothing inside content', () => {
    const objects = { query: z.looseObject({}).optional(), payload: z.looseObject({}).meta(CONTENT).optional() };
    const readObjects = (raw: object) => readInputs('mist_test', objects, raw).values;
    const given = { page: '', type: 'None', list: ['a', null, ''], deep: { x: [{}], y: 1 } };
    expect(readObjects({ query: given })).toEqual({ query: { list: ['a'], deep: { y: 1 } } });
    expect(readObjects({ query: { page: null } })).toEqual({});
    expect(readObjects({ payload: given })).toEqual({ payload: given });
    expect(readObjects({ payload: { ssid: null } })).toEqual({ payload: { ssid: null } });
    expect(readObjects({ payload: '{"ssid":null}' })).toEqual({ payload: { ssid: null } });
    for (const payload of [{}, '{}', [], null, '', 'null']) expect(readObjects({ payload })).toEqual({});
  });

  it('passes over the stray arguments of applications, and no arguments at all', () => {
    expect(read({ _: 'x', task_progress: '- [x] step' }).values).toEqual({ kind: 'wan' });
    expect(readInputs('mist_test', { text: z.string().optional() }, undefined).values).toEqual({});
  });

  it('tell what was given from what is a default', () => {
    const { values, given } = readInputs('mist_test', { limit, page }, { page: 3 });
    expect(values).toEqual({ limit: 20, page: 3 });
    expect([...given]).toEqual(['page']);
  });

  it.each([
    ['count', '1e3'],
    ['count', '4 2'],
    ['count', 'x4'],
    ['count', '4x'],
    ['count', '1.'],
    ['count', 0],
    ['count', 101],
    ['count', 1.5],
    ['flag', 'yes'],
    ['flag', 'xtrue'],
    ['flag', 'truex'],
    ['flag', 2],
    ['names', { a: 1 }],
    ['device', { a: 1 }],
    ['numbers', '1,x'],
    ['body', 'no json'],
    ['body', '[1]'],
    ['text', ['a']],
    ['mac', 'printer'],
    ['start', 'soon'],
  ])('%s given as %j is refused by name, with what was given', (name, given) => {
    const words = refused(() => read({ [name]: given }));
    expect(words).toMatch(new RegExp(`^\`${name}\``));
    expect(words).toContain('nothing was sent');
    if (typeof given === 'string' && name !== 'numbers') expect(words).toContain(given);
  });
});

describe('a refusal of inputs', () => {
  it('names what is required and what it may be', () => {
    expect(refused(() => readInputs('mist_test', inputs, {}))).toContain(
      '`kind` is required: one of wireless, wired, wan.',
    );
    expect(refused(() => readInputs('mist_test', { text: z.string() }, {}))).toContain('`text` is required.');
  });

  it('guesses the value that was meant, and only what is near', () => {
    expect(refused(() => read({ kind: 'wirless' }))).toContain(
      '`kind` must be one of wireless, wired, wan; got "wirless"; did you mean wireless?',
    );
    expect(refused(() => read({ kind: 'zzzz' }))).toContain('one of wireless, wired, wan; got "zzzz". Correct');
    expect(refused(() => read({ kind: ['wan', 'nac'] }))).toContain(
      '`kind` must be one of wireless, wired, wan; got ["wan","nac"]',
    );
  });

  it('names an input that there is not, with the one that was meant', () => {
    expect(refused(() => read({ counts: 3 }))).toBe(
      `mist_test has no input \`counts\`. Did you mean \`count\`? Use its inputs: ${Object.keys(inputs).join(', ')}.`,
    );
    expect(refused(() => read({ zzzzzzzz: 3 }))).toMatch(/no input `zzzzzzzz`\. Use its inputs: kind,/);
    expect(refused(() => read({ constructor: 3 }))).toContain('no input `constructor`');
    expect(refused(() => readInputs('mist_none', {}, { a: 1 }))).toContain('Use its inputs: none.');
  });

  it('says everything that is wrong at once, each once', () => {
    const words = refused(() => read({ kind: 'x', count: 0, numbers: ['a', 'b'] }));
    expect(words.match(/`kind`/g)).toHaveLength(1);
    expect(words.match(/`count`/g)).toHaveLength(1);
    expect(words.match(/`numbers`/g)).toHaveLength(1);
    expect(words).toMatch(/`kind`.*\. `count`.*\. `numbers`/);
  });

  it.each([
    ['count', 0, '`count` must be a whole number, at least 1; got 0.'],
    ['count', 101, '`count` must be a whole number, at most 100; got 101.'],
    ['count', 'four', '`count` must be a whole number; got "four".'],
    ['ratio', 'x', '`ratio` must be a number; got "x".'],
    ['flag', 'yes', '`flag` must be true or false; got "yes".'],
    ['text', ['a'], '`text` must be a text; got ["a"].'],
    ['names', { a: 1 }, '`names` must be a list; got {"a":1}.'],
    ['names', [{ a: 1 }], '`names` must be a list of the right elements; got [{"a":1}].'],
    ['body', '[1]', '`body` must be an object; got [1].'],
    ['id', 'HQ', '`id` must be an ID (8-4-4-4-12 hexadecimal digits); got "HQ".'],
    [
      'mac',
      '5c:5b:35:00:00:1',
      '`mac` must be a MAC address (12 hex digits, not 11) or device ID; got "5c:5b:35:00:00:1".',
    ],
  ])('says of %s given as %j what it must be', (name, given, words) => {
    expect(refused(() => read({ [name]: given }))).toContain(words);
  });

  it('shows no more of a value than its beginning', () => {
    const words = refused(() => read({ kind: 'y'.repeat(500) }));
    expect(words).toContain('y'.repeat(70));
    expect(words).not.toContain('y'.repeat(81));
  });

  it('says why a text that is read into another form cannot be', () => {
    expect(refused(() => read({ start: 'soon' }))).toMatch(/^`start` must be a time such as -2h, .*; got "soon"\./);
    expect(refused(() => read({ mac: 'printer' }))).toMatch(
      /^`mac` must be a MAC address or device ID; got "printer"\./,
    );
  });

  it.each([['a text'], [7], [['list']], [null]])('meets arguments that are no object: %j', (raw) => {
    expect(refused(() => readInputs('mist_test', inputs, raw))).toMatch(/not an object.*mist_test's inputs/);
  });

  it('meets a text that is longer than any that makes sense', () => {
    expect(refused(() => read({ text: 'x'.repeat(10_001) }))).toMatch(
      /^`text` has 10001 characters\. Give at most 10000/,
    );
    expect(
      read({ text: 'x'.repeat(10_000), names: `${'x'.repeat(10_001)}`, body: { a: 'x'.repeat(10_001) } }).values,
    ).toHaveProperty('names');
  });

  it.each([' ', ',', ', ', '\n'])('meets %j thousands of times before a letter, in a text and in a list', (blank) => {
    const text = `${blank.repeat(2500)}x`;
    // Of a list, the empty elements before it go.
    const name = blank.includes(',') ? `${blank}x`.replaceAll(',', '') : text;
    expect(read({ text, names: [text] }).values).toMatchObject({ text, names: [name] });
  });

  it('meets arguments nested to exhaust the stack', () => {
    const nest = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
    expect(refused(() => read({ body: nest(50_000) }))).toContain('nested deeper than 100 levels');
    expect(read({ body: nest(90) }).values.body).toEqual(nest(90));
  });
});

describe('the size of inputs', () => {
  const many = (length: number, item: unknown = 1): unknown[] => Array.from({ length }, () => item);

  it.each([
    ['names', many(201), '`names` is a list of 201 elements. Give at most 200'],
    ['names', many(40_000).join(','), '`names` is a list of 40000 elements.'],
    ['names', JSON.stringify(many(300)), '`names` is a list of 300 elements.'],
    ['count', many(100_000), '`count` is a list of 100000 elements.'],
    ['body', { a: [{ b: many(201) }] }, '`body` is something with 201 elements.'],
    ['body', Object.fromEntries(many(500).map((one, at) => [`k${at}`, one])), '`body` is something with 500 elements.'],
  ])('of %s is bounded before anything looks at its parts', (name, given, words) => {
    const said = refused(() => read({ [name]: given }));
    expect(said).toContain(words);
    expect(said.length).toBeLessThan(200);
  });

  it('is as large as the input says', () => {
    const lists = { few: z.array(z.string()).max(3).optional(), long: z.looseObject({}).meta({ maxItems: 1000 }) };
    const readLists = (raw: object) => readInputs('mist_test', lists, { long: {}, ...raw });
    expect(refused(() => readLists({ few: many(4, 'a') }))).toContain('`few` is a list of 4 elements. Give at most 3');
    expect(readLists({ long: { a: many(1000) } }).values.long).toEqual({ a: many(1000) });
    expect(refused(() => readLists({ long: { a: many(1001) } }))).toContain('1001 elements. Give at most 1000');
    expect(JSON.stringify(advertisedSchema(lists))).not.toContain('maxItems');
  });

  it('does not show in a refusal, which words five things and repeats the beginning of a value', () => {
    const wide = Object.fromEntries(many(9).map((_, at) => [`input_${at}`, z.array(z.string()).optional()]));
    const raw = Object.fromEntries(Object.keys(wide).map((name) => [name, many(200, [1])]));
    const said = refused(() => readInputs('mist_test', wide, raw));
    expect(said.match(/`input_\d` must be a list of the right elements; got \[\[1\],[[\]1,]{75}\./g)).toHaveLength(5);
    expect(said).toContain('And 4 more. Correct the named inputs');
  });
});

describe('inputs that tools share', () => {
  const shared = { org_id, start, end, mac, limit, page, fields, chart };

  it.each([
    [{ limit: -1 }, 'limit'],
    [{ limit: 'ten' }, 'limit'],
    [{ page: 0 }, 'page'],
    [{ fields: [{ a: 1 }] }, 'fields'],
  ])('%j is refused', (raw, name) => {
    expect(refused(() => readInputs('mist_test', shared, raw))).toContain(`\`${name}\``);
  });

  it('has a limit that is lowered to the largest page, with a note, and whose 0 is the default', () => {
    const { values, notes } = readInputs('mist_test', { limit }, { limit: '5000' });
    expect(values).toEqual({ limit: 1000 });
    expect(notes).toEqual([{ text: '`limit` was lowered from 5000 to 1000.', ofRows: true }]);
    expect(readInputs('mist_test', { limit }, { limit: 0 })).toEqual({
      ...{ values: { limit: 20 }, given: new Set(), notes: [] },
    });
    expect(readInputs('mist_test', { limit: z.int().optional() }, { limit: 1001 }).values).toEqual({ limit: 1000 });
  });

  it('take what they are for', () => {
    const given = { limit: 1000, page: 1, fields: '*', chart: 'true', end: 'now', org_id: 'Acme' };
    expect(readInputs('mist_test', shared, given).values).toMatchObject({
      ...{ limit: 1000, page: 1, fields: ['*'], chart: true, org_id: 'Acme' },
      end: expect.stringMatching(/^\d{10}$/),
    });
  });
});
