import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile, projectWithPackage } from './package.ts';
import { scripts } from './page-scripts.ts';

let folder: string;
beforeAll(() => {
  folder = projectWithPackage(true);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of scripts) writeFileSync(join(folder, `${name}.ts`), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('the scripts of the client page compile as strict as TypeScript gets', () => {
  const files = [...scripts.keys()].map((name) => `${name}.ts`);
  expect(files.length).toBeGreaterThan(3);
  compile(folder, files);
});
