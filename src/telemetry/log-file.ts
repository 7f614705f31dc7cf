import { closeSync, fdatasyncSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';

/** A file that lines are appended to. */
export interface LogFile {
  /** @throws Error when the line cannot be written */
  write(line: string): void;
}

/** Whether the path still leads to the open file; a rotation may have renamed or removed that one. */
function isThere(path: string, descriptor: number): boolean {
  try {
    const [there, open] = [statSync(path), fstatSync(descriptor)];
    return there.ino === open.ino && there.dev === open.dev;
  } catch {
    return false;
  }
}

/** How a file is written. */
export interface LogFileOptions {
  /** Each line is on the disk when `write` returns, and survives a loss of power; that costs some milliseconds. */
  readonly durable?: boolean;
}

const NEWLINE = 0x0a;

/** Whether the file ends in the middle of a line, as a crash or a full disk leaves it. */
function isTorn(descriptor: number, path: string): boolean {
  const about = fstatSync(descriptor);
  if (!about.isFile() || about.size === 0) return false;
  const last = Buffer.alloc(1);
  const reader = openSync(path, 'r');
  try {
    return readSync(reader, last, 0, 1, about.size - 1) === 1 && last[0] !== NEWLINE;
  } finally {
    closeSync(reader);
  }
}

/** A file that is write-only for this user can be appended to, but not looked into. */
function mayBeTorn(descriptor: number, path: string): boolean {
  try {
    return isTorn(descriptor, path);
  } catch {
    return false;
  }
}

/** A disk that runs full takes the beginning of a line without complaint, and refuses the rest. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

/** Pipes and devices have nothing to be put on a disk. */
const isOnDisk = (descriptor: number): boolean => fstatSync(descriptor).isFile();

/**
 * Opens a file for appending, readable by its owner alone. It may be rotated at any time, by renaming it or by copying
 * and truncating: a line goes to whatever is at the path when it is written. Where the file ends in half a line, the
 * next one begins on a line of its own.
 *
 * @throws Error when the file cannot be opened
 */
export function openLogFile(path: string, { durable = false }: LogFileOptions = {}): LogFile {
  const open = (): number => openSync(path, 'a', 0o600);
  let descriptor = open();
  let torn = mayBeTorn(descriptor, path);
  const reopen = (): void => {
    try {
      const next = open();
      closeSync(descriptor);
      descriptor = next;
      torn = mayBeTorn(descriptor, path);
    } catch {
      // The folder may be gone for a moment; what is written until then is in the old file.
    }
  };
  return {
    write(line) {
      if (!isThere(path, descriptor)) reopen();
      try {
        writeWhole(descriptor, torn ? `\n${line}` : line);
        torn = false;
      } catch (error) {
        torn = mayBeTorn(descriptor, path);
        throw error;
      }
      if (durable && isOnDisk(descriptor)) fdatasyncSync(descriptor);
    },
  };
}
