import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
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

/** Names of copies: there is one; version 0.1 made one each time, with whatever token stood in the file. */
const COPY = '.bak-mistmcp';
const OLD_COPY = /^\.bak-\d{8}T\d{6}(?:-\d+)?$/;

/** Copies beside a file that this program has made. */
export function copiesOf({ path }: ConfigFile): readonly string[] {
  const name = basename(path);
  const folder = dirname(path);
  if (!isThere(folder)) return [];
  const endings = readdirSync(folder).flatMap((other) => (other.startsWith(name) ? [other.slice(name.length)] : []));
  return endings.filter((ending) => ending === COPY || OLD_COPY.test(ending)).map((ending) => `${path}${ending}`);
}

/** Takes away what this program has copied. */
export function removeCopies(file: ConfigFile): void {
  for (const copy of copiesOf(file)) rmSync(copy, { force: true });
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
 * Writes a configuration in place of the one that was read, after a copy of that one was put beside it in the place of
 * earlier copies. Folders that are missing are made. The file keeps its mode; a new one, one with a token, and the copy
 * are for their owner alone.
 *
 * @param options.copy what the copy says, which is the text that was read without its tokens; without it there is none
 * @returns the copy's path, or undefined where there is none
 * @throws ConfigError when it cannot or must not be written, or somebody else has changed it meanwhile
 */
export function writeConfigFile(
  file: ConfigFile,
  text: string,
  options: { readonly secret: boolean; readonly copy?: string | undefined },
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
    if ((mode & WRITABLE) === 0)
      throw new ConfigError(`${file.path} is read-only; nothing was written. Make it writable first.`);
    removeCopies(file);
    const copy = options.copy === undefined ? undefined : `${file.path}${COPY}`;
    if (copy !== undefined && options.copy !== undefined) replace(copy, options.copy, PRIVATE);
    replace(file.real, text, options.secret ? PRIVATE : mode);
    return copy;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${file.path} cannot be written: ${codeOf(error)}.`);
  }
}

/** Lets only its owner read a file that holds a token. */
export function makePrivate({ real }: ConfigFile): void {
  chmodSync(real, PRIVATE);
}
