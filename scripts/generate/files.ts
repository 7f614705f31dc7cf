import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { byCodeUnit, fromEntries, type Json, print } from './json.ts';
import type { Layer } from './layer.ts';
import type { Prose } from './prose.ts';
import { referencesOf } from './reference-table.ts';
import { typesOf } from './types.ts';

/** The files that are committed and must be what the document gives. */
export const COMMITTED = ['paths.ts', 'operations.json', 'schemas.json', 'responses.json', 'references.json'] as const;

/** Contents by file name. */
export type Files = ReadonlyMap<string, string>;

const asJson = (value: unknown): Json => {
  const plain: Json = JSON.parse(JSON.stringify(value));
  return plain;
};

/** The text of every file of the layer, prose included. */
export async function filesOf(layer: Layer, prose: Prose): Promise<Files> {
  const sorted = [...prose].sort(([a], [b]) => byCodeUnit(a, b));
  return new Map([
    ['paths.ts', await typesOf(layer)],
    ['operations.json', `${print(asJson(layer.table))}\n`],
    ['schemas.json', `${print(asJson(layer.schemas))}\n`],
    ['responses.json', `${print(asJson(layer.responses))}\n`],
    ['references.json', `${print(asJson(referencesOf(layer).table))}\n`],
    ['prose.json', `${print(fromEntries(sorted))}\n`],
  ]);
}

/**
 * Puts the files in place of a folder, all or none: they are written beside it and the folders are swapped, so that
 * whoever reads meanwhile, or an error half-way, never meets a mixture. What people wrote about the folder (`*.md`) stays.
 */
export function replaceFolder(folder: string, files: Files): void {
  const beside = `${folder}.new`;
  const old = `${folder}.old`;
  for (const leftover of [beside, old]) rmSync(leftover, { recursive: true, force: true });
  mkdirSync(dirname(beside), { recursive: true });
  mkdirSync(beside);
  for (const [name, text] of files) writeFileSync(join(beside, name), text);
  const had = existsSync(folder);
  const notes = had ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
  for (const name of notes) copyFileSync(join(folder, name), join(beside, name));
  if (had) renameSync(folder, old);
  try {
    renameSync(beside, folder);
  } catch (error) {
    if (had) renameSync(old, folder);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** Names of committed files whose text differs from what is in a folder; a missing one differs. */
export function staleFiles(folder: string, files: Files): string[] {
  return COMMITTED.filter((name) => {
    const path = join(folder, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== files.get(name);
  });
}
