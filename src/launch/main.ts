import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { cacheFolder } from './cache-folder.ts';
import { type CodeCache, openCodeCache } from './code-cache.ts';
import { type Part, runProgram } from './part-require.ts';

/** Given by the bundler: stands for the text of the program and all its parts. */
declare const PROGRAM_DIGEST: string;

/**
 * When to check whether compiled code may be kept, after the start. Code is worth keeping once a client has been
 * answered; a server that is still there after the last check is used in another way.
 */
const CHECKS_MS = [1500, 10_000, 60_000];

/** How long after a part was loaded its compiled code is kept: the call that needed it has compiled what it runs. */
const PART_MS = 3000;

/** Bytes on stdout that tell that a client has its list of tools. */
const TOOL_LIST_BYTES = 8192;

const machine = { platform: process.platform, env: process.env, uid: process.getuid?.() };
const folder = cacheFolder(machine);

/** A file of the program, ready to run. */
interface Compiled {
  readonly part: Part;
  /** Keeps what was compiled by now; nothing where it was read, or nothing can be kept. */
  readonly keep?: (() => void) | undefined;
}

/** Where the compiled code of a file is kept. */
const cacheOf = (name: string): CodeCache | undefined =>
  folder === undefined ? undefined : openCodeCache(folder, `${PROGRAM_DIGEST}-${basename(name)}`, machine);

/** @param name of the file beside this one, without its extension */
function compile(name: string): Compiled {
  const filename = join(__dirname, `${name}.js`);
  const cache = cacheOf(name);
  const cachedData = cache?.read();
  // The bundle is ASCII, and one byte a letter is read fastest.
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
  const isKept = cachedData !== undefined && !script.cachedDataRejected;
  const keep = cache && !isKept ? () => cache.write(script.createCachedData()) : undefined;
  return { part: script.runInThisContext(), keep };
}

function compilePart(name: string): Part {
  const { part, keep } = compile(name);
  if (keep) setTimeout(keep, PART_MS).unref();
  return part;
}

const filename = join(__dirname, 'program.js');
const program = compile('program');
const place = { url: pathToFileURL(filename).href, filename, dirname: __dirname };
runProgram(program.part, compilePart, require, place);

function keepLater(keep: () => void, [wait, ...later]: readonly number[]): void {
  if (wait === undefined) return;
  setTimeout(() => {
    if (later.length > 0 && process.stdout.bytesWritten < TOOL_LIST_BYTES) keepLater(keep, later);
    else keep();
  }, wait).unref();
}

if (program.keep) keepLater(program.keep, CHECKS_MS);
