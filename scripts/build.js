// Bundles the server into dist/, or into the folder of the file named as the only argument. Plain JavaScript, since `npm ci` runs it before anything else is built.
//
// mistmcp.js is a small loader; program.js beside it is the server as far as a start needs it, and parts/ the rest of it:
// their compiled code the loader keeps between runs. packages/ holds large packages that few runs need, loaded like the
// parts when they are first used; simulator.js is the simulated cloud, which only --demo loads,
// generator.js what makes a layer of a document, for `mistmcp spec update`, and worker.js what a thread for heavy jobs
// begins with, which only the first of them loads.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { withoutLocales } from './build/locales.js';
import { packageEntries, requiredPackages, withoutPackages } from './build/packages.js';
import { divide } from './build/parts.js';
import { withLateValidator, withoutUnusedSchemas } from './build/sdk.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const loader = resolve(process.argv[2] ?? `${root}dist/mistmcp.js`);
const folder = dirname(loader);

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // Only CommonJS can be compiled ahead, and Node starts it sooner.
  format: 'cjs',
  target: 'node20',
  legalComments: 'eof',
  // The names stay, so that the stack of an error can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
  write: false,
};

/** Programs of their own that few runs need, by the file beside the program that each is in. */
const STANDALONE = { 'simulator.js': 'simulator/cloud.ts', 'generator.js': 'scripts/generate/installed.ts' };

/** Leaves them out of the program, which finds them beside it. */
const withoutStandalone = {
  name: 'without-standalone',
  setup(build) {
    for (const [file, source] of Object.entries(STANDALONE)) {
      const filter = new RegExp(`/${source.replace('.', '\\.')}$`);
      build.onResolve({ filter }, () => ({ path: `./${file}`, external: true }));
    }
  },
};

/** Bundles one entry. @returns the text */
async function textOf(options) {
  const { outputFiles } = await build({ ...common, ...options });
  return outputFiles[0].text;
}

function put(file, text, mode) {
  writeFileSync(file, text);
  chmodSync(file, mode);
  console.log(`${relative(root, file)} ${(statSync(file).size / 1024).toFixed(0)} KiB`);
}

const ENTRY = 'src/main.ts';

const own = {
  define: { 'import.meta.url': '__url' },
  // Dynamic imports become functions that run on first use; what they load is in the same file, or in another part.
  supported: { 'dynamic-import': false },
  plugins: [withoutLocales, withoutUnusedSchemas, withLateValidator, withoutPackages, withoutStandalone],
};

const { metafile } = await build({ ...common, ...own, entryPoints: [ENTRY], metafile: true });
const texts = new Map();
for (const { file, stdin, plugins } of divide(root, metafile.inputs, ENTRY)) {
  const text = await textOf({
    ...own,
    stdin,
    // The names that the loader gives it, see `Part` there.
    banner: { js: '(function (require, module, __url, __filename, __dirname) {' },
    footer: { js: '})' },
    plugins: [...plugins, ...own.plugins],
  });
  texts.set(file, text);
}
const digest = createHash('sha256')
  .update([...texts.values()].join('\0'))
  .digest('hex')
  .slice(0, 16);

for (const name of ['packages', 'parts']) mkdirSync(join(folder, name), { recursive: true });
for (const [file, text] of texts) put(join(folder, `${file}.js`), text, 0o644);
for (const [file, options] of packageEntries(root)) put(join(folder, `${file}.js`), await textOf(options), 0o644);
put(
  join(folder, 'worker.js'),
  await textOf({
    entryPoints: ['src/worker.ts'],
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': '__url' },
    supported: { 'dynamic-import': false },
    plugins: [requiredPackages],
  }),
  0o644,
);
for (const [file, source] of Object.entries(STANDALONE)) {
  const text = await textOf({
    entryPoints: [source],
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': '__url' },
  });
  put(join(folder, file), text, 0o644);
}
put(
  loader,
  await textOf({
    entryPoints: ['src/launch/main.ts'],
    banner: { js: '#!/usr/bin/env node' },
    define: { PROGRAM_DIGEST: JSON.stringify(digest) },
  }),
  0o755,
);
put(join(folder, 'package.json'), '{ "type": "commonjs" }\n', 0o644);

// What pictures need besides code, under the names that src/features/charts/asset.ts looks for.
const ASSETS = {
  'chart.wasm': 'node_modules/@resvg/resvg-wasm/index_bg.wasm',
  'chart.woff2': 'node_modules/@fontsource/inter/files/inter-latin-400-normal.woff2',
};
for (const [name, source] of Object.entries(ASSETS)) copyFileSync(join(root, source), join(folder, name));
