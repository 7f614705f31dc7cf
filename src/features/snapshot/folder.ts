import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors/input-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { family as familyOf } from '../../mist/families.ts';
import { byCode, jsonText } from './json-text.ts';
import { digestOfObjects, fileText } from './manifest.ts';
import type { FamilySummary, FiledObject, Manifest, Snapshot } from './model.ts';

/** Only the operator reads what a snapshot holds; Windows keeps the rights of the folder around it. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Folder for what belongs to this machine and never to git. */
export const OWN_FOLDER = '.mistmcp';

/** A path of ours: names that `fileName` makes, with slashes between. */
const PATH = /^(?:org|sites)(?:\/[a-z0-9_-]+(?:~[0-9a-f]*(?:-\d+)?)?)+$/;

/** Writes a file so that a reader finds the old one or the new one, never half of it. */
export function writeWhole(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true, mode: FOLDER_MODE });
  const half = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  writeFileSync(half, text, { mode: FILE_MODE });
  chmodSync(half, FILE_MODE);
  renameSync(half, file);
}

function textAt(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new InputError(`The file ${file} cannot be read.`, 'Look at its rights, or name another folder.');
  }
}

function jsonAt(file: string): unknown {
  const text = textAt(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(
      `The file ${file} holds no valid JSON.`,
      'Take it from git again, or take the snapshot again.',
    );
  }
}

/** Whether a folder holds a snapshot. */
export const isSnapshotFolder = (folder: string): boolean => existsSync(join(folder, 'manifest.json'));

const isNamedId = (value: unknown): value is Manifest['org'] =>
  isRecord(value) && typeof value.id === 'string' && typeof value.name === 'string';

const isSummary = (value: unknown): value is FamilySummary =>
  isRecord(value) &&
  ['read', 'unread', 'skipped'].some((state) => state === value.state) &&
  typeof value.count === 'number';

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || !isNamedId(value.org) || !isRecord(value.families)) return false;
  const isText = (name: string): boolean => typeof value[name] === 'string';
  return (
    ['tool', 'spec', 'cloud', 'taken', 'digest', 'profile', 'secrets'].every(isText) &&
    Object.values(value.families).every(isSummary) &&
    (value.site === undefined || isNamedId(value.site)) &&
    isRecord(value.counts) &&
    Array.isArray(value.dangling)
  );
}

/** @throws InputError for what is no manifest, or one of a later format */
export function readManifest(value: unknown, where: string): Manifest {
  const format = isRecord(value) ? value.format : undefined;
  if (typeof format === 'number' && format > 1) {
    throw new InputError(
      `The manifest ${where} is of format ${format}, and this version of mistmcp knows format 1.`,
      'Use the version that wrote it, or a newer one.',
    );
  }
  if (isManifest(value)) return value;
  throw new InputError(
    `The file ${where} is no manifest of a snapshot.`,
    'Name a folder that `mistmcp snapshot` wrote.',
  );
}

/** A snapshot as it lies in a folder, and whether its files are those that were written. */
export interface StoredSnapshot extends Snapshot {
  readonly edited: boolean;
}

/**
 * Reads a snapshot from its folder.
 *
 * @throws InputError for a folder without one, a file that is no JSON, and a newer format
 */
export function readFolder(folder: string): StoredSnapshot {
  const written = jsonAt(join(folder, 'manifest.json'));
  if (written === undefined)
    throw new InputError(
      `The folder ${folder} holds no snapshot.`,
      'Take one: mistmcp snapshot DIR; or name another folder.',
    );
  const manifest = readManifest(written, join(folder, 'manifest.json'));
  const index = jsonAt(join(folder, 'index.json'));
  const objects = Object.entries(isRecord(index) ? index : {}).flatMap(([path, entry]) => {
    const object = objectAt(folder, path, entry);
    return object ? [object] : [];
  });
  objects.sort((a, b) => byCode(a.path, b.path));
  return { manifest, objects, edited: digestOfObjects(objects) !== manifest.digest };
}

function objectAt(folder: string, path: string, entry: unknown): FiledObject | undefined {
  const found = isRecord(entry) && typeof entry.family === 'string' ? familyOf(entry.family) : undefined;
  if (!PATH.test(path) || !isRecord(entry))
    throw new InputError(
      `The path ${JSON.stringify(path.slice(0, 60))} in index.json is none of a snapshot.`,
      'Take that file from git again, or take the snapshot again.',
    );
  // A family that the served release does not know any more stays in the files.
  if (!found) return undefined;
  const value = jsonAt(join(folder, `${path}.json`));
  if (!isRecord(value)) return undefined;
  const name = typeof entry.name === 'string' ? entry.name : path;
  const id = typeof entry.id === 'string' ? entry.id : undefined;
  return { path, family: found.name, name, id, value };
}

/** What a snapshot is of, as far as a folder must hold the same. */
export type SnapshotSubject = Pick<Manifest, 'org' | 'site' | 'profile' | 'secrets'>;

/**
 * Refuses to put a snapshot in the place of another: of another organization or site, or of more than it holds itself.
 * What is not in the new one would be removed.
 *
 * @throws InputError naming what the folder holds
 */
export function refuseOther(folder: string, { org, site, profile, secrets }: SnapshotSubject): void {
  if (!isSnapshotFolder(folder)) return;
  const held = readManifest(jsonAt(join(folder, 'manifest.json')), join(folder, 'manifest.json'));
  if (held.secrets === 'sealed' && secrets !== 'sealed') {
    throw new InputError(
      `The folder ${folder} holds a snapshot with sealed secrets.`,
      'Take it with --seal again, name another folder, or add --replace. Nothing was written.',
    );
  }
  const isSame = held.org.id === org.id && held.site?.id === site?.id;
  if (isSame && (held.profile === profile || profile === 'full')) return;
  const what = held.site ? `the site ${JSON.stringify(held.site.name)}` : 'the organization';
  const of = isSame
    ? `all of ${what}, and the core of it would replace that`
    : `${what} of ${JSON.stringify(held.org.name)}`;
  throw new InputError(
    `The folder ${folder} holds a snapshot of ${of}.`,
    'Name another folder, or add --replace to put the new one in its place. Nothing was written.',
  );
}

/** What writing a snapshot did. */
export interface Written {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

const indexOf = (objects: readonly FiledObject[]): JsonObject =>
  Object.fromEntries(objects.map(({ path, family, name, id }) => [path, { family, name, ...(id ? { id } : {}) }]));

/**
 * Writes a snapshot into its folder: only the files that differ, and the manifest last. Where nothing differs the folder
 * stays as it is, byte for byte.
 *
 * @param options `replace`: also in the place of a snapshot of something else
 * @throws InputError as `refuseOther`
 */
export function writeFolder(
  folder: string,
  { manifest, objects }: Snapshot,
  { replace = false }: { readonly replace?: boolean } = {},
): Written {
  if (!replace) refuseOther(folder, manifest);
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const before = jsonAt(join(folder, 'index.json'));
  const old = new Set(isRecord(before) ? Object.keys(before).filter((path) => PATH.test(path)) : []);
  let [added, changed, removed] = [0, 0, 0];
  for (const object of objects) {
    const file = join(folder, `${object.path}.json`);
    const text = fileText(object);
    const was = textAt(file);
    if (was === undefined) added += 1;
    else if (was !== text) changed += 1;
    if (was !== text) writeWhole(file, text);
    old.delete(object.path);
  }
  writeOwnFiles(folder, objects);
  for (const path of old) removed += removeFile(folder, path) ? 1 : 0;
  const kept = jsonAt(join(folder, 'manifest.json'));
  if (!sameState(kept, manifest)) writeWhole(join(folder, 'manifest.json'), jsonText(manifest));
  return { added, changed, removed };
}

function writeOwnFiles(folder: string, objects: readonly FiledObject[]): void {
  const files = { 'index.json': jsonText(indexOf(objects)), '.gitignore': `${OWN_FOLDER}/\n` };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    const was = textAt(file);
    if (was !== text && (name !== '.gitignore' || was === undefined)) writeWhole(file, text);
  }
}

/** What a manifest says of the configuration, without when and how it was read. */
function sameState(before: unknown, manifest: Manifest): boolean {
  const state = (value: JsonObject): string => {
    const { taken: _taken, counts, families, ...rest } = value;
    const some = isRecord(families) ? families : {};
    const states = Object.entries(some).map(([name, one]) =>
      isRecord(one) ? [name, { ...one, calls: 0 }] : [name, one],
    );
    const numbers = isRecord(counts) ? { ...counts, calls: 0 } : counts;
    return createHash('sha256')
      .update(jsonText([rest, numbers, Object.fromEntries(states)]))
      .digest('hex');
  };
  return isRecord(before) && state(before) === state({ ...manifest });
}

/** Removes the file of an object that is gone, and the folders that it leaves empty. */
function removeFile(folder: string, path: string): boolean {
  const file = join(folder, `${path}.json`);
  if (!existsSync(file)) return false;
  rmSync(file);
  for (let parts = path.split('/').slice(0, -1); parts.length > 0; parts = parts.slice(0, -1)) {
    try {
      rmdirSync(join(folder, ...parts));
    } catch {
      // It holds something else.
      break;
    }
  }
  return true;
}

/** A snapshot with the objects of an earlier one where a family could not be read this time: not read is not gone. */
export function keepUnread(taken: Snapshot, earlier: Snapshot | undefined): Snapshot {
  if (!earlier || earlier.manifest.org.id !== taken.manifest.org.id) return taken;
  const paths = new Set(taken.objects.map(({ path }) => path));
  const folders = new Map(
    taken.objects
      .filter(({ family }) => family === 'org_sites')
      .map(({ path, name }) => [path.replace(/site$/, ''), name]),
  );
  const kept = earlier.objects.filter(({ path, family }) => {
    const summary = taken.manifest.families[family];
    if (summary?.state !== 'unread' || paths.has(path)) return false;
    const site = /^sites\/[^/]+\//.exec(path)?.[0];
    const name = site === undefined ? undefined : folders.get(site);
    return site === undefined || (name !== undefined && (summary.unread_at ?? []).includes(name));
  });
  if (kept.length === 0) return taken;
  const objects = [...taken.objects, ...kept].sort((a, b) => byCode(a.path, b.path));
  const counts = { ...taken.manifest.counts, objects: objects.length };
  return { objects, manifest: { ...taken.manifest, counts, digest: digestOfObjects(objects) } };
}
