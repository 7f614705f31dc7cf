// Writes the licenses of everything that is bundled, beside the bundle or into the file named as the only argument. Plain JavaScript, since it runs as part of the build.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = resolve(process.argv[2] ?? `${root}dist/THIRD-PARTY-LICENSES`);

const PACKAGE = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const TEXT = /^(licen[cs]e|copying|notice)/i;

/** Packages of which files are copied beside the bundle, which no import tells. */
const COPIED = ['node_modules/@fontsource/inter', 'node_modules/@resvg/resvg-wasm'];

/** Texts for packages that name their license and forget its text. */
const KNOWN = {
  MIT: () =>
    readFileSync(`${root}LICENSE`, 'utf8')
      .replace(/^Copyright.*\n\n/m, '')
      .trim(),
  'MPL-2.0': () => 'Mozilla Public License 2.0: https://www.mozilla.org/MPL/2.0/',
};

/** Folders of the packages whose code is in the bundle, from a bundling that writes nothing. */
async function bundled() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    loader: { '.wasm': 'empty', '.woff2': 'empty' },
    metafile: true,
    write: false,
    outdir: 'dist',
    logLevel: 'warning',
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (PACKAGE.exec(path)?.[1] ?? []) : [],
  );
  return new Set(folders);
}

/** The file itself, or all files of the folder. */
const inside = (path) => (statSync(path).isFile() ? [path] : readdirSync(path).map((file) => join(path, file)));

/** What a package says of itself and its license texts. Throws where there is no text to give. */
function notice(folder) {
  const { name, version, license, repository } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const files = readdirSync(join(root, folder))
    .filter((file) => TEXT.test(file))
    .flatMap((file) => inside(join(root, folder, file)));
  const texts = files.map((file) => readFileSync(file, 'utf8').trim());
  if (texts.length === 0 && license in KNOWN) texts.push(KNOWN[license]());
  if (texts.length === 0) throw new Error(`${name} ${version} (${license}) has no license text`);
  const source = typeof repository === 'string' ? repository : repository?.url;
  const head = [`${name} ${version} (${license})`, ...(source ? [source.replace(/^git\+/, '')] : [])];
  return { name, text: `${head.join('\n')}\n\n${texts.join('\n\n')}` };
}

const copied = readdirSync(resolve(outfile, '..')).some((file) => /\.(wasm|woff2)$/.test(file)) ? COPIED : [];
const notices = [...new Set([...(await bundled()), ...copied])].map(notice);
notices.sort((a, b) => (a.name < b.name ? -1 : 1));
const rule = `\n\n${'-'.repeat(80)}\n\n`;
const intro = 'dist/ contains code of these packages, each under its own license.';
writeFileSync(outfile, `${[intro, ...notices.map(({ text }) => text)].join(rule)}\n`);
console.log(`${relative(root, outfile)} ${notices.length} packages`);
