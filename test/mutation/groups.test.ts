import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { groups } from './groups.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe.each(Object.entries(groups))('the mutation group %s', (_, { sources, tests }) => {
  it('names files that are there', () => {
    expect([...sources, ...tests].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names a file once, and has tests for its sources', () => {
    const all = [...sources, ...tests];
    expect(all.filter((path, index) => all.indexOf(path) !== index)).toEqual([]);
    expect(sources.length * tests.length).not.toBe(0);
  });
});

it('a source file belongs to one mutation group', () => {
  const all = Object.values(groups).flatMap(({ sources }) => sources);
  expect(all.filter((path, index) => all.indexOf(path) !== index)).toEqual([]);
});
