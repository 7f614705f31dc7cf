import { describe, expect, it } from 'vitest';
import { Work } from '../../../src/core/work.ts';
import { written } from '../../../src/tool/result-store/rows/export.ts';
import { counted, sorted } from '../../../src/tool/result-store/rows/order.ts';
import { checkColumn, readWhere } from '../../../src/tool/result-store/rows/where.ts';
import { at } from '../../../src/tool/rows/column.ts';
import { refused } from '../../harness/refused.ts';

const work = new Work({ limitMs: Number.POSITIVE_INFINITY });

const table = [
  { k: 1, name: 'AP-1', up: true, n: 10, text: '10', tags: ['x', 'Y'], none: null, list: [], at: { floor: '1st' } },
  { k: 2, name: 'ap-2', up: false, n: 9.5, text: '9', tags: ['z'], when: 1_767_225_600, ms: 1_767_225_600_000 },
  { k: 3, name: 'sw "x"', n: -3, text: 'abc', tags: 'x', when: 1_767_229_200, ms: 1_767_229_200_000 },
];
const columns = ['k', 'name', 'up', 'n', 'text', 'tags', 'none', 'list', 'at', 'when', 'ms'];
const found = (where: string) => table.filter(readWhere(where, columns)).map(({ k }) => k);

describe('conditions on what a person calls otherwise', () => {
  const rows = [
    { k: 1, mac: '5c5b3550e71d', site_id: '83592ae0-6f17-4a83-a060-fa7db9d97a25', site: 'Zurich HQ' },
    { k: 2, mac: '5c5b3524aabf', site_id: '12ccb961-611e-46d9-a5fe-0784c0383db0', site: 'Berlin Office' },
  ];
  const names = ['k', 'mac', 'site_id', 'site'];
  const which = (where: string) => rows.filter(readWhere(where, names)).map(({ k }) => k);

  it.each([
    ['mac = 5c:5b:35:50:e7:1d', [1]],
    ['mac = 5C5B.3550.E71D', [1]],
    ['mac = 00000000-0000-0000-1000-5c5b3550e71d', [1]],
    ['mac != 5c-5b-35-50-e7-1d', [2]],
    ['mac ~ 5c:5b:35', [1, 2]],
    ['mac ~ e7:1d', [1]],
    ['mac !~ e7:1d', [2]],
    ['site_id = Zurich HQ', [1]],
    ['site_id != "zurich hq"', [2]],
    ['site_id ~ berlin', [2]],
    ['site_id = 83592ae0-6f17-4a83-a060-fa7db9d97a25', [1]],
    ['site_id = ', []],
  ])('%s', (where, expected) => expect(which(where)).toEqual(expected));

  it('says that a name is no MAC, which would fit no row', () => {
    expect(refused(() => readWhere('mac = ZUR-H-AP-Roof', names))).toContain('holds MAC addresses');
  });
});

describe('conditions on moments that are text', () => {
  const rows = [
    { k: 1, When: '2026-11-29 11:35:29.000+00:00' },
    { k: 2, When: '2026-11-29T12:35:29.500Z' },
  ];
  it.each([
    ['When > 2026-11-29T12:00:00Z', [2]],
    ['When < "2026-11-29 13:00:00+02:00"', []],
    ['When <= 2026-11-29T11:35:29Z', [1]],
    ['When = "2026-11-29 11:35:29.000+00:00"', [1]],
    ['When = unknown', []],
  ])('%s', (where, expected) => {
    expect(rows.filter(readWhere(where, ['k', 'When'])).map(({ k }) => k)).toEqual(expected);
  });
});

describe('conditions', () => {
  it.each([
    ['n > 9.5', [1]],
    ['n >= 9.5', [1, 2]],
    ['n < 9.5', [3]],
    ['n <= 9.5', [2, 3]],
    ['n = 9.5', [2]],
    ['n != 9.5', [1, 3]],
    ['n = -3', [3]],
    ['n > abc', []],
    ['text > 9', [1, 3]],
    ['text < 9', []],
    ['text <= 9', [2]],
    ['text >= abc', [3]],
    ['text = " 10"', [1]],
    ['text = ABC', [3]],
    ['name ~ ap', [1, 2]],
    ['name !~ ap', [3]],
    ['name ~ "x"', [3]],
    [`name = 'sw "x"'`, [3]],
    ['tags = y', [1]],
    ['tags != x', [2]],
    ['tags ~ X', [1, 3]],
    ['none =', [1, 2, 3]],
    ['none = null', [1, 2, 3]],
    ['none != null', []],
    ['none < 5', []],
    ['none > ', []],
    ['list = ""', [1, 2, 3]],
    ['up = false', [2]],
    ['up =', [3]],
    ['at ~ 1ST', [1]],
    ['at.floor = 1st', [1]],
    ['where k = 1', [1]],
    ['WHERE k = 1', [1]],
    [' k = 1 and n = 10 AND up = true ', [1]],
    ['k = 1\nand\nn = 9', []],
    ['name = "x and y"', []],
    ['when > 2026-01-01', [3]],
    ['when >= 2026-01-01', [2, 3]],
    ['ms > 2026-01-01', [3]],
    ['ms <= 2026-01-01', [2]],
    ['when > someday', []],
    ['', [1, 2, 3]],
  ])('%s: %j', (where, keys) => {
    expect(found(where)).toEqual(keys);
  });

  it('hold for a row that is no object as for one without the column', () => {
    const test = readWhere('n =', ['n']);
    expect(['text', null, 7, [1]].map((row) => test(row))).toEqual([true, true, true, true]);
    expect(readWhere('n > 0', ['n'])({ n: 1 })).toBe(true);
    expect(readWhere('n > 0', ['n'])('text')).toBe(false);
  });

  it.each([
    ['n', '"n"'],
    ['n ?? 3', '"n ?? 3"'],
    ['k = 1 and ! 5', '"! 5"'],
    ['= 3', '"= 3"'],
  ])('%s cannot be read, and where is said', (where, place) => {
    const words = refused(() => readWhere(where, columns));
    expect(words).toContain('`where` cannot be read at ');
    expect(words).toContain(place.slice(1, -1));
    expect(words).toContain('column op value');
  });

  it('on columns that are not there are refused with the nearest', () => {
    expect(refused(() => readWhere('nam = x', columns))).toBe('No row has a column `nam`. Did you mean name?');
    expect(refused(() => readWhere('zzzzzzz = x', columns))).toBe(
      `No row has a column \`zzzzzzz\`. Use one of the columns: ${columns.join(', ')}.`,
    );
    expect(refused(() => checkColumn('q'.repeat(99), ['x']))).toContain(`\`${'q'.repeat(60)}\``);
    const many = Array.from({ length: 99 }, (_, index) => `column${index}`);
    expect(refused(() => checkColumn('?', many))).toMatch(/column59\.$/);
    expect(() => checkColumn('at.floor', columns)).not.toThrow();
    expect(() => checkColumn('a.b', ['a.b'])).not.toThrow();
  });

  it('have a longest', () => {
    expect(found(`name = ${'x'.repeat(993)}`)).toEqual([]);
    expect(refused(() => readWhere(`name = ${'x'.repeat(994)}`, columns))).toContain('too long');
  });
});

describe('a column', () => {
  it('is its own name first, else a way into the row', () => {
    const row = { a: { b: { c: 1 } }, 'a.b': 2, list: [1], text: 'x' };
    expect(at(row, 'a.b')).toBe(2);
    expect(at(row, 'a.b.c')).toBe(1);
    expect(at(row, 'a.x.c')).toBeUndefined();
    expect(at(row, 'list.0')).toBeUndefined();
    expect(at(row, 'text.length')).toBeUndefined();
    expect(at(row, 'constructor')).toBeUndefined();
    expect(at(row, 'a.constructor')).toBeUndefined();
  });
});

describe('order', () => {
  const order = async (rows: readonly object[], by: string, names = ['a', 'b']) =>
    (await sorted(rows, by, names, work)).map((row) => Object(row).k);

  it('is by each column in turn, upwards unless told', async () => {
    const rows = [
      { k: 1, a: 2, b: 'x' },
      { k: 2, a: 1, b: 'x10' },
      { k: 3, a: 2, b: 'X' },
      { k: 4, a: 1, b: 'x9' },
    ];
    expect(await order(rows, 'a,b')).toEqual([4, 2, 1, 3]);
    expect(await order(rows, ' -a , , +b ')).toEqual([1, 3, 4, 2]);
    expect(await order(rows, 'b')).toEqual([1, 3, 4, 2]);
    expect(await order(rows, '')).toEqual([1, 2, 3, 4]);
  });

  it('leaves what has no value at the end, in its own order', async () => {
    const rows = [
      { k: 1, b: 2 },
      { k: 2, a: null, b: 1 },
      { k: 3, a: 5 },
      { k: 4, a: 7 },
    ];
    expect(await order(rows, 'a')).toEqual([3, 4, 1, 2]);
    expect(await order(rows, '-a')).toEqual([4, 3, 1, 2]);
    expect(await order(rows, 'a,b')).toEqual([3, 4, 2, 1]);
  });

  it('compares numbers as numbers, small and large, below zero and above', async () => {
    const rows = [5, -3, 0.5, -20, 1e21, 0.05, 30].map((a) => ({ a, k: a }));
    expect(await order(rows, 'a')).toEqual([-20, -3, 0.05, 0.5, 5, 30, 1e21]);
    expect(await order(rows, '-a')).toEqual([1e21, 30, 5, 0.5, 0.05, -3, -20]);
  });

  it('compares objects and mixed values as text', async () => {
    const rows = [
      { k: 1, a: { z: 2 } },
      { k: 2, a: { z: 1 } },
      { k: 3, a: 'a' },
      { k: 4, a: true },
    ];
    expect((await order(rows, 'a')).filter((key) => key < 3)).toEqual([2, 1]);
    expect(await sorted([2, 1], 'a', ['a'], work)).toEqual([2, 1]);
    expect(
      await order(
        [
          { k: 1, a: '10' },
          { k: 2, a: 9 },
        ],
        'a',
      ),
    ).toEqual([2, 1]);
    await expect(sorted([], '-q', ['a'], work)).rejects.toThrow('column `q`');
  });

  it('of counts is the most frequent first', async () => {
    const rows = [{ a: 1 }, { a: 2, b: { c: 3 } }, { a: 2, b: { c: 3 } }, 'text', { a: null }];
    expect(await counted(rows, 'a, b.c', ['a', 'b'], work)).toEqual([
      { a: 2, 'b.c': 3, count: 2 },
      { a: '', 'b.c': '', count: 2 },
      { a: 1, 'b.c': '', count: 1 },
    ]);
    await expect(counted([], 'q', ['a'], work)).rejects.toThrow('column `q`');
  });
});

describe('cells of a file', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    ['=1', "'=1"],
    ['+1', "'+1"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['-1', '-1'],
    ['-1.25', '-1.25'],
    ['-1.x', "'-1.x"],
    ['-1+2', "'-1+2"],
    ['-x', "'-x"],
    ['a=1', 'a=1'],
    ['a-1', 'a-1'],
    [-5, '-5'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
    [{ a: 1 }, '"{""a"":1}"'],
    [[1, 2], '"[1,2]"'],
    ['', ''],
  ])('%j is written %s', (value, cell) => {
    expect(written([{ a: value, z: 1 }], 'csv', 1e9).text).toBe(`a,z\r\n${cell},1\r\n`);
  });

  it('of rows that are no objects stand under value, whatever is beside them', () => {
    expect(written([1, { a: 2 }, 'x'], 'csv', 1e9)).toEqual({
      ...{ text: 'value,a\r\n1,\r\n,2\r\nx,\r\n', mimeType: 'text/csv', rows: 3 },
    });
    expect(written([{ a: 1 }, { b: 2, a: 3 }], 'csv', 1e9).text).toBe('a,b\r\n1,\r\n3,2\r\n');
    expect(written([undefined, 1], 'json', 1e9)).toEqual({ text: '[null,\n1]', mimeType: 'application/json', rows: 2 });
  });
});
