// Makes what other programs import, dist/library/: the client and the layer as modules, and their declarations. The folder may be named as the first argument; `--no-types` behind it leaves the declarations out, which take ten times as long. Plain JavaScript, since it runs as part of the build.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [named = `${root}dist/library`, flag] = process.argv.slice(2);
const folder = resolve(named);
const ENTRIES = ['client', 'layer'];

rmSync(folder, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ENTRIES.map((name) => `src/library/${name}.ts`),
  outdir: folder,
  bundle: true,
  // What only a web proxy needs is a file of its own, loaded with the first request through one.
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  // Packages of the older kind ask for Node's modules by a function that modules do not have.
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'eof',
  logLevel: 'warning',
});
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');

/** Files that a declaration imports, from its own folder. */
const imports = (text) =>
  [...text.matchAll(/(?:from |import\()["'](\.[^"']+)["']/g)].map(([, path]) => path.replace(/\.ts$/, '.d.ts'));

/** One blank a level: four would be a third of the largest file. */
const narrow = (text) => text.replace(/^( {4})+/gm, (indent) => ' '.repeat(indent.length / 4));

/** Copies declarations, and whatever they import. */
function copyDeclarations(from, to, files) {
  const waiting = [...files];
  for (const file of waiting) {
    const text = readFileSync(join(from, file), 'utf8');
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), narrow(text.replace(/((?:from |import\()["']\.[^"']+)\.ts(["'])/g, '$1.js$2')));
    for (const path of imports(text)) {
      const next = join(dirname(file), path);
      if (!waiting.includes(next)) waiting.push(next);
    }
  }
}

function makeDeclarations() {
  const emitted = mkdtempSync(join(tmpdir(), 'mistmcp-types-'));
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const options = ['-p', join(root, 'tsconfig.library.json'), '--outDir', emitted];
    execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    const entries = ENTRIES.map((name) => `src/library/${name}.d.ts`);
    copyDeclarations(emitted, join(folder, 'types'), [...entries, 'generated/paths.d.ts']);
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

if (flag !== '--no-types') makeDeclarations();
