// Large packages that few runs need go to files of their own, dist/packages/*.js: what is in the program costs every
// start some of its size, and a change should not load what draws charts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VALIDATOR } from './sdk.js';

/** File → the packages in it, which are needed together. */
const FILES = {
  charts: ['@resvg/resvg-wasm', 'echarts'],
  'command-line': ['cli-table3', 'commander', 'jsonc-parser', 'yaml'],
  forms: [VALIDATOR],
  proxy: ['undici'],
  redis: ['ioredis'],
  search: ['minisearch'],
  toml: ['smol-toml'],
  sealing: ['age-encryption'],
  telemetry: ['@opentelemetry'],
  validation: ['ajv', 'ajv-formats'],
  websocket: ['ws'],
};

const IMPORT = /^import (?!type\b)(?:([^']*?) from )?'([^'.][^']*)';|\bimport\('([^'.][^']*)'\)/gm;

/** The file of a module, or undefined for what stays in the program. */
function fileOf(module) {
  for (const [file, packages] of Object.entries(FILES)) {
    if (packages.some((name) => module === name || module.startsWith(`${name}/`))) return `packages/${file}`;
  }
  return undefined;
}

/** Names between braces, without types and without what they are called in the file. */
const namesIn = (braces) =>
  braces
    .split(',')
    .map((name) => name.trim().split(' as ')[0])
    .filter((name) => name !== '' && !name.startsWith('type '));

/**
 * What the source takes from the packages that stand apart.
 *
 * @returns module → the names taken, or undefined where all of it is
 */
function taken(src) {
  const found = new Map();
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    for (const [, clause = '', fixed, later] of readFileSync(join(src, file), 'utf8').matchAll(IMPORT)) {
      const module = fixed ?? later;
      if (fileOf(module) === undefined) continue;
      const braces = /^\{([^}]*)\}$/.exec(clause)?.[1];
      const before = found.has(module) ? found.get(module) : new Set();
      found.set(module, braces !== undefined && before ? new Set([...before, ...namesIn(braces)]) : undefined);
    }
  }
  return found;
}

/** Leaves the packages out of the program, which asks its `require` for them: `packages/charts:echarts/core`. */
export const withoutPackages = {
  name: 'without-packages',
  setup(build) {
    build.onResolve({ filter: /^[@a-z]/ }, ({ path }) => {
      const file = fileOf(path);
      return file === undefined ? undefined : { path: `${file}:${path}`, external: true };
    });
  },
};

/** The same for a file that has no loader before it: it finds the packages' files by itself. */
export const requiredPackages = {
  name: 'required-packages',
  setup(build) {
    build.onResolve({ filter: /^[@a-z]/ }, ({ path, namespace }) =>
      fileOf(path) === undefined || namespace === 'required' ? undefined : { path, namespace: 'required' },
    );
    build.onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('./${fileOf(path)}.js')[${JSON.stringify(path)}]();`,
    }));
    build.onResolve({ filter: /^\.\/packages\//, namespace: 'required' }, ({ path }) => ({ path, external: true }));
  },
};

/**
 * The entries of dist/packages, each an object of module → function that loads it.
 *
 * @returns file in dist without extension → options of the bundler
 */
export function packageEntries(root) {
  const modules = taken(join(root, 'src')).set(VALIDATOR, new Set(['AjvJsonSchemaValidator']));
  const names = [...modules.keys()].sort();
  const files = [...new Set(names.map(fileOf))];
  return files.map((file) => [
    file,
    entryOf(
      root,
      file,
      names.filter((name) => fileOf(name) === file),
      modules,
    ),
  ]);
}

function entryOf(root, file, names, modules) {
  const lines = names.map((module) => `${JSON.stringify(module)}: () => require('taken:${module}'),`);
  return {
    stdin: { contents: `module.exports = {\n${lines.join('\n')}\n};`, resolveDir: root, sourcefile: `${file}.js` },
    plugins: [
      {
        name: 'taken',
        setup(build) {
          build.onResolve({ filter: /^taken:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'taken' }));
          // Named one by one, so that the rest of a package stays out.
          build.onLoad({ filter: /.*/, namespace: 'taken' }, ({ path }) => {
            const from = JSON.stringify(path);
            const some = modules.get(path);
            const contents = some
              ? `export { ${[...some].join(', ')} } from ${from};`
              : `module.exports = require(${from});`;
            return { contents, resolveDir: root };
          });
        },
      },
    ],
  };
}
