import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../../src/mist/spec/operation-rows.ts';

const text = readFileSync(new URL('../../../generated/operations.json', import.meta.url), 'utf8');
const whole: { version: string; servers: unknown; operations: Record<string, unknown> } = JSON.parse(text);

describe('the operation table, read row by row', () => {
  it.each([
    ['as it is printed', text],
    ['on one line', JSON.stringify(whole)],
    ['indented otherwise', JSON.stringify(whole, null, '\t')],
  ])('is the one that JSON.parse reads: %s', (_, printed) => {
    const rows = readRows(printed);
    expect(rows.version).toBe(whole.version);
    expect(rows.servers).toEqual(whole.servers);
    expect(rows.routes()).toEqual(Object.keys(whole.operations));
    expect(rows.routes().length).toBeGreaterThan(900);
    // Once from the text, once as it was kept.
    for (const _turn of [1, 2]) {
      expect(Object.fromEntries(rows.routes().map((route) => [route, rows.row(route)]))).toEqual(whole.operations);
    }
  });

  it('is not led astray by a route inside a text', () => {
    const row = { effect: 'read', tag: '"GET /a": {' };
    const rows = readRows(JSON.stringify({ version: '1', servers: [], operations: { 'GET /b': row, 'GET /c': row } }));
    expect(rows.routes()).toEqual(['GET /b', 'GET /c']);
    expect(rows.row('GET /b')).toEqual(row);
    expect(rows.has('GET /a')).toBe(false);
    expect(() => rows.row('GET /a')).toThrow('GET /a');
  });

  it('refuses what is no such table', () => {
    for (const other of ['', '{}', '{"operations": {}}']) expect(() => readRows(other)).toThrow();
  });
});
