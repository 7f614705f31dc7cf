import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { replaceFolder, staleFiles } from '../../../scripts/generate/files.ts';
import type { JsonObject } from '../../../scripts/generate/json.ts';
import { findSpec, type Surroundings } from '../../../scripts/generate/source.ts';
import { operation, scratch, smallDocument, writeDocument } from './small.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

function run(script: string, ...options: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...options], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('npm run generate', () => {
  it('writes the layer, says what it holds, and what changed the next time', () => {
    const out = join(scratch(), 'generated');
    const first = run('scripts/generate.ts', '--spec', writeDocument(smallDocument({})), '--out', out);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('1 operations on 1 paths');
    expect(readdirSync(out).sort()).toEqual([
      'operations.json',
      'paths.ts',
      'prose.json',
      'references.json',
      'responses.json',
      'routes.json',
      'schemas.json',
      'source.json',
    ]);
    expect(readFileSync(join(out, 'paths.ts'), 'utf8')).toContain('export interface paths');

    const grown = smallDocument({
      paths: { '/api/v1/things': { get: operation('listThings') }, '/api/v1/more': { get: operation('more') } },
    });
    const second = run('scripts/generate.ts', '--spec', writeDocument(grown), '--out', out);
    expect(second.out).toContain('operation added: GET /api/v1/more (more)');
    expect(second.code).toBe(0);
  });

  const foreign = `this is not the Mist API's document, but "A small API"`;
  it.each<[string, JsonObject | string, string]>([
    ['broken', '{"openapi": "2.9"}', 'OpenAPI version 2.9 is not understood; the generator reads 3.1.x'],
    [
      "another cloud's",
      smallDocument({ servers: [{ url: 'https://api.mist.com.example.com' }] }),
      `${foreign}: its server "https://api.mist.com.example.com" is no Mist cloud (https://api.….mist.com)\n` +
        'its server https://api.mist.com.example.com has no region\'s name, but ""',
    ],
    [
      "another API's",
      smallDocument({ paths: { '/pets': { get: operation('listPets') } } }),
      `${foreign}: /pets is not under /api/v1/`,
    ],
  ])('leaves what was there untouched when the document is %s, and says why', (_, document, why) => {
    const out = scratch();
    writeFileSync(join(out, 'operations.json'), 'as it was');
    const { code, err } = run('scripts/generate.ts', '--spec', writeDocument(document), '--out', out);
    expect(code).toBe(1);
    expect(err.trim()).toBe(`generate: ${why}`);
    expect(readdirSync(out)).toEqual(['operations.json']);
    expect(readFileSync(join(out, 'operations.json'), 'utf8')).toBe('as it was');
  });
});

it.each([
  ['generate', 'scripts/generate.ts'],
  ['spec:diff', 'scripts/spec-diff.ts'],
])('npm run %s says in one line that it has no such flag', (command, script) => {
  const { code, out, err } = run(script, '--spek', 'x');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.trim()).toMatch(new RegExp(`^${command}: Unknown option '--spek'.*$`));
});

describe('npm run spec:diff', () => {
  it('compares two documents', () => {
    const from = smallDocument({
      paths: { '/api/v1/a': { get: operation('same') }, '/api/v1/b': { get: operation('gone') } },
    });
    const to = smallDocument({ paths: { '/api/v1/c': { get: operation('same') } } });
    const { code, out } = run('scripts/spec-diff.ts', writeDocument(from), writeDocument(to));
    expect(code).toBe(0);
    expect(out).toContain('! operation moved: GET /api/v1/a (same → GET /api/v1/c)');
    expect(out).toContain('! operation removed: GET /api/v1/b (gone)');
  });

  it('shows a server that a release adds, takes away or calls by another name', () => {
    const server = (url: string, description: string): JsonObject => ({ url, description });
    const from = smallDocument({
      servers: [server('https://api.mist.com', 'Mist Global 01'), server('https://api.eu.mist.com', 'Mist EMEA 01')],
    });
    const to = smallDocument({
      servers: [server('https://evil.example.com', 'Mist Global 01'), server('https://api.mist.com', 'Mist Global 02')],
    });
    const { out } = run('scripts/spec-diff.ts', writeDocument(from), writeDocument(to));
    expect(out).toContain('! server added: https://evil.example.com (Mist Global 01; tokens may go there)');
    expect(out).toContain('! server removed: https://api.eu.mist.com (Mist EMEA 01)');
    expect(out).toContain('! server changed: https://api.mist.com (Mist Global 01 → Mist Global 02)');
  });

  it('wants two documents', () => {
    expect(run('scripts/spec-diff.ts', 'one.json')).toMatchObject({ code: 1, out: '' });
  });
});

describe('findSpec', () => {
  const surroundings = (more: Partial<Surroundings> = {}): Surroundings => ({
    root: scratch(),
    environment: {},
    fetch: () => {
      throw new Error('Command failed\nfatal: no network');
    },
    ...more,
  });

  function submodule(root: string): string {
    mkdirSync(join(root, 'mist_openapi'));
    const path = join(root, 'mist_openapi/mist.openapi.json');
    writeFileSync(path, '{}');
    return path;
  }

  it('prefers --spec, then the variable, then the submodule', () => {
    const around = surroundings({ environment: { MIST_OPENAPI_SPEC: '/from/variable.json' } });
    submodule(around.root);
    expect(findSpec('/from/flag.json', around)).toBe('/from/flag.json');
    expect(findSpec(undefined, around)).toBe('/from/variable.json');
    expect(findSpec(undefined, { ...around, environment: { MIST_OPENAPI_SPEC: '' } })).toBe(
      join(around.root, 'mist_openapi/mist.openapi.json'),
    );
  });

  it('fetches the submodule when it is not there', () => {
    const around = surroundings({ fetch: submodule });
    expect(findSpec(undefined, around)).toBe(join(around.root, 'mist_openapi/mist.openapi.json'));
  });

  it('names every way when there is none', () => {
    const find = () => findSpec(undefined, surroundings());
    for (const way of ['--spec PATH', 'MIST_OPENAPI_SPEC', 'git submodule update', 'fatal: no network']) {
      expect(find).toThrow(way);
    }
    expect(() => findSpec(undefined, surroundings({ fetch: () => {} }))).toThrow('holds no mist.openapi.json');
  });
});

describe('replaceFolder', () => {
  it('replaces everything but what people wrote about it, and leaves nothing beside', () => {
    const parent = scratch();
    const folder = join(parent, 'generated');
    replaceFolder(folder, new Map([['old.json', '1']]));
    writeFileSync(join(folder, 'README.md'), 'by hand');
    replaceFolder(folder, new Map([['new.json', '2']]));
    expect(readdirSync(parent)).toEqual(['generated']);
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'new.json']);
  });

  it('leaves the old folder when a file cannot be written', () => {
    const folder = join(scratch(), 'generated');
    replaceFolder(folder, new Map([['old.json', '1']]));
    const files = new Map([
      ['new.json', '2'],
      ['not/there.json', '3'],
    ]);
    expect(() => replaceFolder(folder, files)).toThrow();
    expect(readdirSync(folder)).toEqual(['old.json']);
  });
});

it('tells stale files by their bytes', () => {
  const folder = scratch();
  const names = ['paths.ts', 'routes.json', 'operations.json', 'schemas.json', 'responses.json', 'references.json'];
  const files = new Map(names.map((name) => [name, `${name}\n`]));
  for (const name of names.slice(1)) writeFileSync(join(folder, name), `${name}\n`);
  expect(staleFiles(folder, files)).toEqual(['paths.ts']);
  writeFileSync(join(folder, 'schemas.json'), 'schemas.json');
  expect(staleFiles(folder, files)).toEqual(['paths.ts', 'schemas.json']);
});
