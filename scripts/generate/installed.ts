import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../src/core/version.ts';
import { LAYER_FORMAT, MANIFEST, type Manifest } from '../../src/mist/spec/newer/manifest.ts';
import { type Effect, ownTable } from '../../src/mist/spec/operations.ts';
import { build } from './build.ts';
import { dataFilesOf, type Files, replaceFolder } from './files.ts';
import { print } from './json.ts';
import { SpecError } from './spec.ts';

// What the installed program takes from the generator; the build puts it into a file of its own, which only these few
// uses load.
export { patternProblem } from './patterns.ts';
export { SpecError } from './spec.ts';

/** What became of a document. */
export interface BuiltLayer {
  /** Version of the specification. */
  readonly release: string;
  readonly operations: number;
  /** Operations that nothing is made of, with the reason. */
  readonly leftOut: readonly string[];
  /** Clouds that the document names and this version of the program does not know; they stay unknown. */
  readonly newClouds: readonly string[];
  readonly files: Files;
}

/** Only the program's own review lowers an effect: what it has not seen counts as a change. */
function effectOf(route: string): Effect {
  const known: Readonly<Record<string, { effect: Effect }>> = ownTable().operations;
  return Object.hasOwn(known, route) ? (known[route]?.effect ?? 'write') : 'write';
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** What is in a folder is thrown away, so it must be a layer. @throws SpecError */
function checkReplaceable(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, MANIFEST))) return;
  if (readdirSync(folder).length > 0) {
    throw new SpecError(`${folder} holds something else than a layer; name a folder that is empty or not there yet`);
  }
}

/**
 * Builds the layer of a document, in memory. The document is checked as for the program's own layer, and nothing but
 * that one file is read.
 *
 * @throws SpecError saying what is wrong with the document
 */
export async function buildLayer(document: string): Promise<BuiltLayer> {
  const { layer, prose, spec } = await build(document, { effects: effectOf });
  const files = dataFilesOf(layer, prose);
  const manifest: Manifest = {
    format: LAYER_FORMAT,
    release: layer.table.version,
    document: sha256(readFileSync(document)),
    built_by: version,
    files: Object.fromEntries([...files].map(([name, text]) => [name, sha256(text)])),
  };
  const written = print(JSON.parse(JSON.stringify(manifest)));
  const clouds = new Set(ownTable().servers.map(({ url }) => url));
  return {
    release: layer.table.version,
    operations: Object.keys(layer.table.operations).length,
    leftOut: spec.leftOut,
    newClouds: layer.table.servers.filter(({ url }) => !clouds.has(url)).map(({ url, name }) => `${name} (${url})`),
    files: new Map([...files, [MANIFEST, `${written}\n`]]),
  };
}

/**
 * Puts the files of a layer into a folder, in the place of the layer that stood there.
 *
 * @throws SpecError where the folder holds something else
 */
export function putLayer(folder: string, files: Files): void {
  checkReplaceable(folder);
  replaceFolder(folder, files);
}
