import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { objectAt, print, textAt } from './json.ts';

/** File of the layer that names the document it was made from. */
export const SOURCE_FILE = 'source.json';

/** The submodule's document, from the root of the repository. */
const SUBMODULE = 'mist_openapi/mist.openapi.json';
/** Documents that lie beside the project, in folders of any name. */
const BESIDE = '../shared/mist_openapi';
/** Folders below that one that are looked into. */
const DEPTH = 3;

/** SHA-256 of a file, in hex. */
export const digestOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Text of the file that names the document a layer is made from. */
export const sourceText = (path: string, version: string): string => `${print({ version, sha256: digestOf(path) })}\n`;

/** Digest of the document that a folder's layer was made from; undefined where it does not say. */
export function layerDigest(folder: string): string | undefined {
  const path = join(folder, SOURCE_FILE);
  return existsSync(path) ? textAt(objectAt(JSON.parse(readFileSync(path, 'utf8'))), 'sha256') : undefined;
}

function jsonFilesBelow(folder: string, depth: number): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 ? jsonFilesBelow(path, depth - 1) : [];
    return entry.name.endsWith('.json') ? [path] : [];
  });
}

/**
 * Every document that may be at hand: the one that `MIST_OPENAPI_SPEC` names, the submodule's, and those beside the
 * project. Nothing is fetched.
 */
export function documentsAtHand(root: string, environment: Readonly<Record<string, string | undefined>>): string[] {
  const named = environment.MIST_OPENAPI_SPEC;
  const places = [...(named ? [resolve(root, named)] : []), join(root, SUBMODULE)];
  return [...places.filter((path) => existsSync(path)), ...jsonFilesBelow(join(root, BESIDE), DEPTH)];
}

/**
 * Finds the document that the committed layer was made from, by its digest, wherever it lies.
 *
 * @returns its path, or undefined where it is not at hand
 */
export function layerDocument(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const wanted = layerDigest(join(root, 'generated'));
  return documentsAtHand(root, environment).find((path) => digestOf(path) === wanted);
}

/** Whether the submodule is there and holds another document than the layer was made from. */
export function submoduleDiffers(root: string): boolean {
  const path = join(root, SUBMODULE);
  return existsSync(path) && digestOf(path) !== layerDigest(join(root, 'generated'));
}
