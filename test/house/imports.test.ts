import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const src = join(root, 'src');

interface Import {
  readonly from: string;
  /** Path from the root of the project, or the name of a package. */
  readonly to: string;
}

/** What a folder may import, from its `imports.list`: paths below src (or `generated/` and the like), and packages. */
interface Rules {
  readonly folder: string;
  readonly paths: readonly string[];
  /** Package → the files that may import it, or none where all may. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
}

const names = readdirSync(src, { recursive: true, encoding: 'utf8' });
const files = names.filter((name) => name.endsWith('.ts'));

function rulesOf(list: string): Rules {
  const lines = readFileSync(join(src, list), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const packages = lines.filter((line) => line.startsWith('npm ')).map((line) => line.split(' ').slice(1));
  return {
    folder: dirname(list),
    paths: lines.filter((line) => !line.startsWith('npm ')),
    packages: new Map(packages.map(([name = '', , ...only]) => [name, only])),
  };
}

const rules = names.filter((name) => name.endsWith('imports.list')).map(rulesOf);

/** The innermost list that speaks of a file. */
const rulesFor = (file: string): Rules | undefined =>
  rules
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)
    .at(0);

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import|import\() ?'([.@\w][^'\s]*)'/g)]
    .map(([, to = '']) => to)
    .filter((to) => !to.startsWith('node:'))
    .map((to) => ({
      from: file,
      to: to.startsWith('.') ? relative(root, resolve(src, dirname(file), to)) : packageOf(to),
    }));
}

const all = files.flatMap(importsOf);

/** Whether a list lets a file import something; its own folder is always allowed. */
function allows({ folder, paths, packages }: Rules, { from, to }: Import): boolean {
  if (['src/', 'generated/', 'simulator/', 'scripts/'].some((root) => to.startsWith(root))) {
    const target = to.replace(/^src\//, '');
    return target.startsWith(`${folder}/`) || paths.some((path) => target === path || target.startsWith(path));
  }
  if (to === 'package.json') return from === 'core/version.ts';
  const entry = [...packages].find(([name]) => to === name || to.startsWith(`${name}/`));
  return entry !== undefined && (entry[1].length === 0 || entry[1].includes(relative(folder, from)));
}

describe('who may import whom', () => {
  it('finds the files and the lists at all', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(all.length).toBeGreaterThan(1000);
    expect(rules.length).toBeGreaterThan(15);
  });

  it('every folder has a list', () => {
    expect(files.filter((file) => file.includes('/') && rulesFor(file) === undefined)).toEqual([]);
  });

  it('no import breaks the list of its folder', () => {
    const broken = all.filter((one) => {
      const list = rulesFor(one.from);
      return list !== undefined && !allows(list, one);
    });
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('a feature uses another through its door alone', () => {
    const featureOf = (path: string): string | undefined => /^(?:src\/)?features\/([^/]+)\//.exec(path)?.[1];
    const between = all.filter(({ from, to }) => featureOf(from) && featureOf(to) && featureOf(from) !== featureOf(to));
    expect(between.length).toBeGreaterThan(10);
    expect(between.filter(({ to }) => !to.endsWith('/index.ts')).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('the tool layer names no endpoint', () => {
    const named = files
      .filter((file) => file.startsWith('tool/'))
      .filter((file) => {
        const code = readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
        return /\/api\/v1\//.test(code);
      });
    expect(named).toEqual([]);
  });

  it('only the first file knows the command line, and only the wiring the simulated cloud', () => {
    const knowing = (prefix: string): string[] =>
      all.filter(({ from, to }) => to.startsWith(prefix) && !from.startsWith('cli/')).map(({ from }) => from);
    expect(knowing('src/cli/')).toEqual(['main.ts']);
    expect(new Set(knowing('simulator/'))).toEqual(new Set(['bootstrap.ts']));
    expect(existsSync(join(src, 'demo'))).toBe(false);
  });
});
