import { existsSync, readFileSync } from 'node:fs';

/** Files that pictures need, as the build puts them beside the bundle, and where their packages have them. */
const PLACES = {
  'chart.wasm': '../../../node_modules/@resvg/resvg-wasm/index_bg.wasm',
  'chart.woff2': '../../../node_modules/@fontsource/inter/files/inter-latin-400-normal.woff2',
} as const;

/**
 * Reads one of them: from beside the bundle, else, run from source, from the packages.
 *
 * @throws Error when the file is missing, naming the command that makes it
 */
export function readAsset(name: keyof typeof PLACES): Uint8Array {
  const url = [`./${name}`, PLACES[name]].map((path) => new URL(path, import.meta.url)).find((one) => existsSync(one));
  if (!url) throw new Error(`${name} is missing beside the server; run: npm run build`);
  return readFileSync(url);
}
