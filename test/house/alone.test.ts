import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ALONE } from '../../vitest.config.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.test.ts'));

it('a test file that replaces modules is in the list of those that share their process with no other', () => {
  const replacing = files.filter((name) => /^vi\.(?:do)?[mM]ock\(/m.test(readFileSync(root + name, 'utf8')));
  expect(replacing.length).toBeGreaterThan(0);
  expect(ALONE).toEqual(expect.arrayContaining(replacing));
});

it('every file in the list of those that run alone exists', () => {
  expect(files).toEqual(expect.arrayContaining([...ALONE]));
});
