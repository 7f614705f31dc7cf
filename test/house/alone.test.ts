import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ALONE, SIZED } from '../../vitest.config.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.test.ts'));

it('a test file that replaces modules is in the list of those that share their process with no other', () => {
  const replacing = files.filter((name) => /^vi\.(?:do)?[mM]ock\(/m.test(readFileSync(root + name, 'utf8')));
  expect(replacing.length).toBeGreaterThan(0);
  expect(ALONE).toEqual(expect.arrayContaining(replacing));
});

it('a test file that tries fewer cases in npm test is in the list of those that test:long runs with all', () => {
  const fewer = files.filter((name) => /import .*\/harness\/cases\.ts'/.test(readFileSync(root + name, 'utf8')));
  expect(fewer.length).toBeGreaterThan(0);
  expect(SIZED).toEqual(expect.arrayContaining(fewer));
});

it('every file in these lists exists', () => {
  expect(files).toEqual(expect.arrayContaining([...ALONE, ...SIZED]));
});
