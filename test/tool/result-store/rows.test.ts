import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Work } from '../../../src/core/work.ts';
import { written } from '../../../src/tool/result-store/rows/export.ts';
import { counted, sorted } from '../../../src/tool/result-store/rows/order.ts';
import { readWhere } from '../../../src/tool/result-store/rows/where.ts';

const work = new Work({ limitMs: Number.POSITIVE_INFINITY });

const table = [
  { name: 'AP and more', up: true, uptime: 10, tags: ['a', 'b'], last_seen: 1_780_000_000, at: { floor: 'one' } },
  { name: 'switch', up: false, uptime: 9, tags: [], last_seen: 1_780_003_600 },
  { name: 'gateway', uptime: '100', tags: ['b'], note: '' },
];
const columns = ['name', 'up', 'uptime', 'tags', 'last_seen', 'at', 'note'];
const found = (where: string): unknown[] => table.filter(readWhere(where, columns)).map(({ name }) => name);

describe('where', () => {
  it.each([
    ['name = SWITCH', ['switch']],
    ['name="ap and more"', ['AP and more']],
    ["name ~ 'and' and uptime>=10", ['AP and more']],
    ['uptime > 9', ['AP and more', 'gateway']],
    ['up = true', ['AP and more']],
    ['up != true', ['switch', 'gateway']],
    ['tags = b AND name !~ gate', ['AP and more']],
    ['tags =', ['switch']],
    ['up = null', ['gateway']],
    ['note = ""', ['AP and more', 'switch', 'gateway']],
    ['last_seen > 2026-05-28T21:00:00Z', ['switch']],
    ['at.floor = one', ['AP and more']],
    ['at ~ floor', ['AP and more']],
  ])('%s', (where, names) => {
    expect(found(where)).toEqual(names);
  });

  it('reads or refuses whatever is written, and never hangs', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1200 }), (text) => {
        try {
          table.filter(readWhere(text, columns));
        } catch (error) {
          expect(error).toHaveProperty('name', 'InputError');
        }
      }),
      { numRuns: 500 },
    );
    expect(() => readWhere(`name = ${' and'.repeat(240)}`, columns)).toThrow();
  });
});

describe('order and counts', () => {
  it('sorts numbers as numbers, names naturally, and what has no value last', async () => {
    const rows = [{ n: 2 }, { n: 10 }, {}, { n: 1 }];
    expect(await sorted(rows, 'n', ['n'], work)).toEqual([{ n: 1 }, { n: 2 }, { n: 10 }, {}]);
    expect(await sorted(rows, '-n', ['n'], work)).toEqual([{ n: 10 }, { n: 2 }, { n: 1 }, {}]);
    const names = [
      { s: 'ap10', t: 1 },
      { s: 'ap2', t: 1 },
      { s: 'ap2', t: 3 },
    ];
    expect((await sorted(names, 's,-t', ['s', 't'], work)).map((row) => Object(row).t)).toEqual([3, 1, 1]);
  });

  it('counts every row once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ a: fc.nat(3), b: fc.option(fc.constantFrom('x', 'y')) })), async (rows) => {
        const groups = await counted(rows, 'a,b', ['a', 'b'], work);
        expect(groups.reduce((sum, { count }) => sum + Number(count), 0)).toBe(rows.length);
        expect(new Set(groups.map(({ a, b }) => `${a} ${b}`)).size).toBe(groups.length);
      }),
    );
  });
});

/** Reads CSV as RFC 4180 has it. */
function parseCsv(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  const lines: string[][] = [[]];
  for (const [, quoted, bare = '', end] of cells) {
    lines.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end !== ',') lines.push([]);
  }
  return lines.slice(0, -1);
}

describe('files', () => {
  it('hold every text as it was, in CSV and in JSON', () => {
    const text = fc.string({ maxLength: 20 }).filter((value) => !/^[=+@\t\r-]/.test(value));
    fc.assert(
      fc.property(fc.array(fc.record({ a: text, 'b,"c': text }), { minLength: 1, maxLength: 10 }), (rows) => {
        const csv = written(rows, 'csv', 1e9);
        expect(parseCsv(csv.text)).toEqual([['a', 'b,"c'], ...rows.map((row) => [row.a, row['b,"c']])]);
        expect(JSON.parse(written(rows, 'json', 1e9).text)).toEqual(rows);
      }),
    );
  });

  it('hold no formula that a stranger wrote', () => {
    const { text } = written([{ ssid: '=HYPERLINK("http://x")', rssi: '-67', host: '-2+3', n: -5 }], 'csv', 1e9);
    expect(text).toBe('ssid,rssi,host,n\r\n"\'=HYPERLINK(""http://x"")",-67,\'-2+3,-5\r\n');
  });

  it('end with a whole row where the budget ends, and hold one at least', () => {
    const rows = Array.from({ length: 500 }, (_, n) => ({ n, text: 'words and words' }));
    const some = written(rows, 'csv', 300);
    expect(some.rows).toBeGreaterThan(10);
    expect(some.rows).toBeLessThan(60);
    expect(some.text.trim().split('\r\n').length).toBe(some.rows + 1);
    expect(written(rows, 'json', 1).rows).toBe(1);
    expect(written([], 'csv', 100)).toMatchObject({ rows: 0, text: '\r\n' });
  });
});
