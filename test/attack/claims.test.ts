import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = readFileSync(`${root}docs/safety.md`, 'utf8');

const TABLE = /^\| \| how \| tried in \|\n\|[-|]+\|\n((?:\|.*\n)+)/gm;

/** The rows of its tables of claims: what is claimed, how it is kept, and the tests that try the opposite. */
const claims = [...text.matchAll(TABLE)]
  .flatMap(([, rows = '']) => rows.trim().split('\n'))
  .map((row) => row.split(/ ?(?<!\\)\| ?/))
  .map(([, claim = '', , tried = '']) => ({ claim, tests: linksIn(tried) }));

function linksIn(cell: string): readonly string[] {
  return [...cell.matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g)].map(([, file = '']) => file);
}

describe('each claim of docs/safety.md', () => {
  it('is found', () => {
    expect(claims.length).toBeGreaterThan(30);
    expect(new Set(claims.map(({ claim }) => claim)).size).toBe(claims.length);
  });

  it.each(claims)('“$claim” names tests that are there', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const file of tests) {
      expect(existsSync(`${root}${file}`), file).toBe(true);
      expect(readFileSync(`${root}${file}`, 'utf8')).toMatch(/\b(?:it|test)(?:\.each|\.skipIf|\()/);
    }
  });

  it('of this folder is named there', () => {
    const here = readdirSync(`${root}test/attack`).filter((file) => !file.startsWith('claims'));
    const named = claims.flatMap(({ tests }) => tests);
    expect(here.filter((file) => !named.includes(`test/attack/${file}`))).toEqual([]);
  });
});
