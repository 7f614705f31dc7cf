import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '../config/error.ts';

/** A client's configuration as it was read. */
export interface ConfigFile {
  /** As the client names it. */
  readonly path: string;
  /** Where the bytes are: elsewhere when the path is a symbolic link. */
  readonly real: string;
  /** Undefined where there is no file yet. */
  readonly text: string | undefined;
}

const PRIVATE = 0o600;
const WRITABLE = 0o222;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Reads a configuration; links are followed.
 *
 * @throws ConfigError when it cannot be read, is no text in UTF-8, or a link that leads nowhere
 */
export function readConfigFile(path: string): ConfigFile {
  try {
    if (!isThere(path)) return { path, real: path, text: undefined };
    const real = realpathSync(path);
    return { path, real, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(real)) };
  } catch (error) {
    const code = codeOf(error);
    const problem =
      code === 'ENOENT'
        ? 'it is a link to a file that is not there'
        : code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
          ? 'it is not text in UTF-8'
          : code;
    throw new ConfigError(`${path} cannot be read: ${problem}.`);
  }
}

/** Copies the file beside itself under a name that is free. Times are UTC. */
function backUp({ path, real }: ConfigFile, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '');
  for (let count = 1; ; count++) {
    const backup = `${path}.bak-${stamp}${count === 1 ? '' : `-${count}`}`;
    try {
      copyFileSync(real, backup, constants.COPYFILE_EXCL);
      return backup;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** A rename replaces the file in one step, so that a client never reads half of it. */
function replace(real: string, text: string, mode: number): void {
  const temporary = join(dirname(real), `.${basename(real)}.${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(temporary, text, { mode: PRIVATE, flag: 'wx' });
    chmodSync(temporary, mode);
    renameSync(temporary, real);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes a configuration in place of the one that was read, after a copy of that one was made beside it. Folders that
 * are missing are made. The file keeps its mode; a new one, and one with a token, is for its owner alone.
 *
 * @returns the copy's path, or undefined where there was no file
 * @throws ConfigError when it cannot or must not be written, or somebody else has changed it meanwhile
 */
export function writeConfigFile(
  file: ConfigFile,
  text: string,
  options: { readonly secret: boolean },
): string | undefined {
  if (readConfigFile(file.path).text !== file.text) {
    throw new ConfigError(
      `${file.path} was changed by another program just now; nothing was written. Run the command again.`,
    );
  }
  try {
    if (file.text === undefined) {
      mkdirSync(dirname(file.path), { recursive: true });
      replace(file.path, text, PRIVATE);
      return undefined;
    }
    const mode = statSync(file.real).mode & 0o777;
    // A rename would not mind, but whoever made it read-only meant it.
    if ((mode & WRITABLE) === 0) throw new ConfigError(`${file.path} is read-only; nothing was written.`);
    const backup = backUp(file, new Date());
    replace(file.real, text, options.secret ? PRIVATE : mode);
    return backup;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${file.path} cannot be written: ${codeOf(error)}.`);
  }
}

/** Lets only its owner read a file that holds a token. */
export function makePrivate({ real }: ConfigFile): void {
  chmodSync(real, PRIVATE);
}
