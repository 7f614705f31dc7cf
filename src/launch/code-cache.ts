import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isOwn, isOwnFolder, type Machine, makeOwnFolder } from './cache-folder.ts';

/** The checksum stands behind the code: V8 wants its data to begin where a word begins. */
const SUM_BYTES = 4;

/** Code that nobody has written for this long belongs to a version that is gone. */
const STALE_MS = 30 * 24 * 3600 * 1000;

const SUFFIX = '.code';

/** Code that V8 compiled in an earlier run of the same program, kept in a file. */
export interface CodeCache {
  /** The code, or undefined where there is none that can be trusted and is whole. Never throws. */
  read(): Buffer | undefined;
  /** Keeps code for the next run. Never throws: the server works without. */
  write(code: Buffer): void;
}

/** Compiled code fits one version of Node on one kind of machine, and one program. */
const fileName = (digest: string): string =>
  `${process.version}-${process.platform}-${process.arch}-${digest}${SUFFIX}`;

/** V8 checks that the code fits, not that it is whole, and damaged code ends the process. */
function whole(data: Buffer): Buffer | undefined {
  if (data.byteLength <= SUM_BYTES) return undefined;
  const code = data.subarray(0, -SUM_BYTES);
  return crc32(code) === data.readUInt32LE(code.byteLength) ? code : undefined;
}

function readOwn(file: string, machine: Machine): Buffer | undefined {
  const opened = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const stats = fstatSync(opened);
    return stats.isFile() && isOwn(stats, machine) ? whole(readFileSync(opened)) : undefined;
  } finally {
    closeSync(opened);
  }
}

function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.endsWith(SUFFIX) && Date.now() - statSync(file).mtimeMs > STALE_MS) rmSync(file);
  }
}

/** A draft that cannot be removed, because there is no folder or no permission, was never there either. */
function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {}
}

/**
 * The place where compiled code is kept between runs.
 *
 * @param folder the user's own folder, see `cacheFolder`
 * @param digest stands for the program's text: other text, other file
 */
export function openCodeCache(folder: string, digest: string, machine: Machine): CodeCache {
  const file = join(folder, fileName(digest));
  return {
    read() {
      try {
        return isOwnFolder(folder, machine) ? readOwn(file, machine) : undefined;
      } catch {
        return undefined;
      }
    },
    write(code) {
      const draft = `${file}.${process.pid}`;
      try {
        if (!makeOwnFolder(folder, machine)) return;
        const sum = Buffer.alloc(SUM_BYTES);
        sum.writeUInt32LE(crc32(code));
        writeFileSync(draft, Buffer.concat([code, sum]), { mode: 0o600, flag: 'wx' });
        // Another server may read at this moment: it finds the whole old file or the whole new one.
        renameSync(draft, file);
        sweep(folder);
      } catch {
        discard(draft);
      }
    },
  };
}
