import { createHash } from 'node:crypto';
import { readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../../core/json.ts';
import { isDeeper } from '../../../core/json-depth.ts';
import type { GeneratedFile } from '../layer-files.ts';
import { LAYER_FILES, LAYER_FORMAT, LayerError, MANIFEST } from './manifest.ts';

/** The files of today's releases are half a megabyte, the words two. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Objects and lists within each other; the layer has some thirty. */
const MAX_DEPTH = 100;
const OTHERS_MAY_WRITE = 0o022;

const AGAIN = 'Build it again: mistmcp spec update --spec FILE.';

/** What a folder holds, whole and parsed; nothing of it has been judged yet. */
export interface LayerContents {
  readonly release: string;
  readonly builtBy: string;
  readonly files: ReadonlyMap<GeneratedFile, unknown>;
}

/** What is read decides what may be sent, so nobody but the user or the administrator may have been able to write it. */
function checkOwner(path: string, { uid, mode }: Stats): void {
  const me = process.getuid?.();
  if (me === undefined) return;
  if (uid !== me && uid !== 0) throw new LayerError(`${path} belongs to another user, so it is not used. ${AGAIN}`);
  if ((mode & OTHERS_MAY_WRITE) !== 0) {
    throw new LayerError(`${path} may be written by others, so it is not used. Take that right away: chmod go-w.`);
  }
}

function read(folder: string, name: string): Buffer {
  const path = join(folder, name);
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch {
    throw new LayerError(`${path} is missing: the folder holds no layer. ${AGAIN}`);
  }
  if (!stats.isFile() || stats.size > MAX_BYTES) throw new LayerError(`${path} is no file of a layer. ${AGAIN}`);
  checkOwner(path, stats);
  try {
    return readFileSync(path);
  } catch {
    throw new LayerError(`${path} cannot be read. Give the user of this process the right to.`);
  }
}

function parse(path: string, bytes: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new LayerError(`${path} is damaged: it is no JSON. ${AGAIN}`);
  }
  if (isDeeper(value, MAX_DEPTH)) throw new LayerError(`${path} nests deeper than ${MAX_DEPTH} levels. ${AGAIN}`);
  return value;
}

/**
 * Reads the folder of a layer and checks that it is whole.
 *
 * @throws LayerError where it is not there, of another format, damaged, or could have been written by somebody else
 */
export function readLayerFolder(folder: string): LayerContents {
  const path = join(folder, MANIFEST);
  const manifest = parse(path, read(folder, MANIFEST));
  checkOwner(folder, statSync(folder));
  if (!isRecord(manifest) || manifest.format !== LAYER_FORMAT) {
    throw new LayerError(`${path} is of a format that this version does not read. ${AGAIN}`);
  }
  const { release, built_by, files: digests } = manifest;
  if (typeof release !== 'string' || !/^[\w.-]{1,40}$/.test(release) || !isRecord(digests)) {
    throw new LayerError(`${path} is damaged. ${AGAIN}`);
  }
  const files = new Map<GeneratedFile, unknown>();
  const names: readonly GeneratedFile[] = 'prose.json' in digests ? [...LAYER_FILES, 'prose.json'] : LAYER_FILES;
  for (const name of names) {
    const bytes = read(folder, name);
    if (createHash('sha256').update(bytes).digest('hex') !== digests[name]) {
      throw new LayerError(`${join(folder, name)} is not as it was built. ${AGAIN}`);
    }
    files.set(name, parse(join(folder, name), bytes));
  }
  return { release, builtBy: typeof built_by === 'string' ? built_by.slice(0, 40) : '?', files };
}
