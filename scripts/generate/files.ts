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
import { asJson, byCodeUnit, fromEntries, print } from './json.ts';
import type { Layer } from './layer.ts';
import type { Prose } from './prose.ts';
import { referencesOf } from './reference-table.ts';

/** The files that are committed and must be what the document gives. */
export const COMMITTED = [
  'paths.ts',
  'routes.json',
  'operations.json',
  'schemas.json',
  'responses.json',
  'references.json',
] as const;

/** Contents by file name. */
export type Files = ReadonlyMap<string, string>;

/** The text of every file that is read at run time, prose included. */
export function dataFilesOf(layer: Layer, prose: Prose): Files {
  const sorted = [...prose].sort(([a], [b]) => byCodeUnit(a, b));
  return new Map([
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
  // Written so that only the owner may change it, whatever the process would allow otherwise.
  mkdirSync(beside, { mode: 0o755 });
  for (const [name, text] of files) writeFileSync(join(beside, name), text, { mode: 0o644 });
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
