import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measures } from '../../../scripts/bench/index.ts';
import { asTable, missed, reportOf, withTable } from '../../../scripts/bench/report.ts';
import { bounded, compared, median, quantile } from '../../../scripts/bench/row.ts';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const bench = fileURLToPath(new URL('../../../scripts/bench.ts', import.meta.url));
const command = ['--import', tsx, bench];

const good = compared('start', 'ms', 150, 100, 1.6);
const bad = bounded('memory', 'MiB', 61, 60);

describe('a row', () => {
  it('compares in one run, and knows whether its goal is met', () => {
    expect(good).toMatchObject({ ratio: 1.5, met: true });
    expect(compared('start', 'ms', 161, 100, 1.6).met).toBe(false);
    expect(compared('start', 'ms', 900, 100)).not.toHaveProperty('met');
    expect(bad.met).toBe(false);
    expect(bounded('memory', 'MiB', 60, 60).met).toBe(true);
  });

  it('takes quantiles of numbers in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(quantile([4, 1, 3, 2], 0.95)).toBe(4);
  });
});

describe('the report', () => {
  const report = reportOf([{ name: 'some', rows: [good, bad, { name: 'bare', unit: '1/s', value: 1234.5 }] }]);

  it('names the machine', () => {
    expect(report.machine).toMatchObject({ node: process.version, cores: expect.any(Number) });
    expect(asTable(report)).toContain(process.version);
  });

  it('is a table with a line for each row', () => {
    const lines = asTable(report).split('\n').slice(4);
    expect(lines).toEqual([
      '| start | 150 ms | 100 | 1.5 | ratio ≤ 1.6 | yes |',
      '| memory | 61 MiB |  |  | ≤ 60 MiB | **no** |',
      '| bare | 1235 1/s |  |  |  |  |',
    ]);
  });

  it('takes the place of the one before it in a document, between the marks', () => {
    const text = 'above\n<!-- bench -->\nold\n<!-- /bench -->\nbelow\n';
    expect(withTable(text, '| new |')).toBe('above\n<!-- bench -->\n\n| new |\n\n<!-- /bench -->\nbelow\n');
    expect(() => withTable('no marks', '')).toThrow('no <!-- bench -->');
  });

  it('tells what missed its goal', () => {
    expect(missed(report).map(({ name }) => name)).toEqual(['memory']);
  });
});

describe('npm run bench', () => {
  it('has measures with names of their own', () => {
    expect(new Set(measures.map(({ name }) => name)).size).toBe(measures.length);
  });

  it('refuses a measure that is not there', () => {
    const { status, stderr } = spawnSync(process.execPath, [...command, '--only', 'nothing'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('start');
  });
});
