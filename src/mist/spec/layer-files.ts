import { existsSync, readFileSync } from 'node:fs';

/** Files of the generated layer that are read at run time. `prose.json` is there only where the spec was at hand. */
export type GeneratedFile =
  | 'operations.json'
  | 'routes.json'
  | 'schemas.json'
  | 'responses.json'
  | 'references.json'
  | 'prose.json';

/**
 * The folder stands one level up from the bundle, two from the library and three from the source. The nearest comes
 * first: three levels up from an installed bundle is the project of whoever installed it.
 */
const FOLDERS = ['../generated/', '../../generated/', '../../../generated/'];

/** The published package has the words in a folder of their own, with their license. */
const placesOf = (file: GeneratedFile): readonly string[] =>
  file === 'prose.json' ? [file, `descriptions/${file}`] : [file];

function locate(file: GeneratedFile): URL | undefined {
  const places = FOLDERS.flatMap((folder) => placesOf(file).map((place) => folder + place));
  return places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
}

let newer: ReadonlyMap<GeneratedFile, unknown> | undefined;
let used = false;

/**
 * Serves other contents in the place of the program's own: those of a newer layer, checked and merged before.
 *
 * @throws Error when something was read already, since what was made of it would not fit
 */
export function replaceGenerated(files: ReadonlyMap<GeneratedFile, unknown>): void {
  if (used) throw new Error('The layer is in use already, so no other one can take its place.');
  newer = files;
}

/** Whether a layer other than the program's own is served; from this answer on it stays so. */
export function isReplaced(): boolean {
  used = true;
  return newer !== undefined;
}

/**
 * Reads one file of the generated layer.
 *
 * @returns the parsed JSON, unchecked: the generator wrote it and CI keeps it fresh
 * @throws Error when the file is missing, naming the command that makes it
 */
export function readGenerated(file: GeneratedFile): unknown {
  used = true;
  return newer?.get(file) ?? readOwn(file);
}

/** Reads one file of the program's own layer, whatever is served. */
export function readOwn(file: GeneratedFile): unknown {
  const url = locate(file);
  if (!url) throw new Error(`generated/${file} is missing; run: npm run generate`);
  return JSON.parse(readFileSync(url, 'utf8'));
}

/** Whether a file of the generated layer is there; only `prose.json` may honestly be absent. */
export function hasGenerated(file: GeneratedFile): boolean {
  return newer ? newer.has(file) : locate(file) !== undefined;
}
