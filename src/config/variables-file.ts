import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import * as util from 'node:util';

/** The variables of a file, or why there are none: the end of a sentence. */
export type VariablesRead =
  | { readonly variables: NodeJS.Dict<string> }
  | { readonly problem: string; readonly missing: boolean };

/** Names that mean something here; all others in a file are another program's. */
const OURS =
  /^(?:MIST_APITOKEN|MIST_HOST|MISTMCP_[A-Z0-9_]{1,40}|OTEL_[A-Z0-9_]{1,60}|(?:https|all|no)_proxy|(?:HTTPS|ALL|NO)_PROXY)$/;

/** Whether a variable of that name is one of this program's, or looks like one. */
export const isOurs = (name: string): boolean => OURS.test(name);

/** Bytes; a file that nobody chose is read before anything else happens. */
const MAX_BYTES = 1_048_576;

/** What keeps a file that nobody named from being read: a pipe or a device would hold up the start for ever. */
export function irregular(stats: Stats): string | undefined {
  if (!stats.isFile()) return 'it is no regular file';
  return stats.size > MAX_BYTES ? 'it is larger than 1 MiB' : undefined;
}

/** Windows PowerShell's `>` and Notepad's "Unicode" write UTF-16, with a mark before it or without. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (first !== 0 && second === 0) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0 && second !== 0) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** `NAME: value`, as YAML has it, for names of ours; quotes around the name are JSON's. */
const COLON = /^[ \t]*(?:export[ \t]+)?(["']?)([A-Za-z_]\w*)\1[ \t]*:[ \t]*(?=\S)/gm;

/** Lines around such pairs, which would else become part of the next name. */
const AROUND = /^[ \t]*(?:[{}]|---)[ \t]*$/gm;

/** A name of ours at the beginning of a line, also as shells of Windows set it. */
const NAMED = /^[\s{,-]*(?:(?:set|setx|export)\s+|\$env:)?["']?((?:MIST|MISTMCP)_[A-Z0-9_]+)\b/i;

const withEquals = (text: string): string =>
  text.replace(AROUND, '').replace(COLON, (line, _quote, name: string) => (isOurs(name) ? `${name}=` : line));

/** A setting that somebody wrote and that would not count is worse than none. */
function unreadLine(text: string, variables: NodeJS.Dict<string>): string | undefined {
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const name = NAMED.exec(line)?.[1]?.toUpperCase();
    if (name === undefined || !isOurs(name) || Object.hasOwn(variables, name)) continue;
    return `its line ${at + 1} names ${name}, but is not of the form ${name}=value`;
  }
  return undefined;
}

/**
 * Reads a file with variables, in UTF-8 or UTF-16, with lines `NAME=value` or, for names of ours, `NAME: value`.
 *
 * @param refuse says of the opened file why it must not be read; without it anything is, a pipe too
 */
export function readVariables(path: string, refuse?: (stats: Stats) => string | undefined): VariablesRead {
  // Named imports would keep Node 20.0 to 20.11 from starting at all, with or without a file.
  if (typeof util.parseEnv !== 'function')
    return { problem: 'it needs Node 20.12 or newer', missing: !existsSync(path) };
  let descriptor: number | undefined;
  try {
    // What may be refused must not hold up the opening either, as a pipe without a writer does.
    descriptor = openSync(path, constants.O_RDONLY | (refuse ? (constants.O_NONBLOCK ?? 0) : 0));
    const refused = refuse?.(fstatSync(descriptor));
    if (refused !== undefined) return { problem: refused, missing: false };
    const text = decoded(readFileSync(descriptor));
    const variables = util.parseEnv(withEquals(text));
    const problem = unreadLine(text, variables);
    return problem === undefined ? { variables } : { problem, missing: false };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return { problem: code === 'ENOENT' ? 'no such file' : code, missing: code === 'ENOENT' || code === 'ENOTDIR' };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
