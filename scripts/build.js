// Bundles the server into dist/mistmcp.js, or the file named as the only argument. Plain JavaScript, since `npm ci` runs it before anything else is built.
import { chmodSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = resolve(process.argv[2] ?? `${root}dist/mistmcp.js`);

// CommonJS packages in the bundle call require() for Node's own modules, which an ES module does not have.
const REQUIRE = `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);`;

await build({
  absWorkingDir: root,
  entryPoints: ['src/index.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: `#!/usr/bin/env node\n${REQUIRE}` },
  // One file, so dynamic imports become functions in it that run on first use.
  splitting: false,
  legalComments: 'eof',
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);
console.log(`${relative(root, outfile)} ${(statSync(outfile).size / 1024).toFixed(0)} KiB`);
