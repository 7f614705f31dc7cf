// Large packages that few runs need go to a file of their own, rare.js: what is in the program costs every start.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RARE = /^(echarts|@resvg\/resvg-wasm|@opentelemetry|undici|commander|cli-table3|smol-toml|jsonc-parser)(\/|$)/;

const IMPORT = /^import (?!type\b)(?:([^']*?) from )?'([^'.][^']*)';|\bimport\('([^'.][^']*)'\)/gm;

/** Names between braces, without types and without what they are called in the file. */
const namesIn = (braces) =>
  braces
    .split(',')
    .map((name) => name.trim().split(' as ')[0])
    .filter((name) => name !== '' && !name.startsWith('type '));

/**
 * What the source takes from the rare packages.
 *
 * @returns module → the names taken, or undefined where all of it is
 */
function taken(src) {
  const found = new Map();
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    for (const [, clause = '', fixed, later] of readFileSync(join(src, file), 'utf8').matchAll(IMPORT)) {
      const module = fixed ?? later;
      if (!RARE.test(module)) continue;
      const braces = /^\{([^}]*)\}$/.exec(clause)?.[1];
      const before = found.has(module) ? found.get(module) : new Set();
      found.set(module, braces !== undefined && before ? new Set([...before, ...namesIn(braces)]) : undefined);
    }
  }
  return found;
}

/** Leaves the rare packages out of the program, which then asks its `require` for them. */
export const withoutRare = {
  name: 'without-rare',
  setup(build) {
    build.onResolve({ filter: RARE }, ({ path }) => ({ path, external: true }));
  },
};

/** The entry of rare.js: module → function that loads it. */
export function rareEntry(root) {
  const modules = [...taken(join(root, 'src'))].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = modules.map(([module]) => `${JSON.stringify(module)}: () => require('taken:${module}'),`);
  return {
    stdin: { contents: `module.exports = {\n${lines.join('\n')}\n};`, resolveDir: root, sourcefile: 'rare.js' },
    plugins: [
      {
        name: 'taken',
        setup(build) {
          build.onResolve({ filter: /^taken:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'taken' }));
          // Named one by one, so that the rest of a package stays out.
          build.onLoad({ filter: /.*/, namespace: 'taken' }, ({ path }) => {
            const names = modules.find(([module]) => module === path)?.[1];
            const from = JSON.stringify(path);
            const contents = names
              ? `export { ${[...names].join(', ')} } from ${from};`
              : `module.exports = require(${from});`;
            return { contents, resolveDir: root };
          });
        },
      },
    ],
  };
}
