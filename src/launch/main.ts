import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { cacheFolder } from './cache-folder.ts';
import { openCodeCache } from './code-cache.ts';
import { type Part, runProgram } from './part-require.ts';

/** Given by the bundler: stands for the text of the program. */
declare const PROGRAM_DIGEST: string;

/**
 * When to check whether compiled code may be kept, after the start. Code is worth keeping once a client has been
 * answered; a server that is still there after the last check is used in another way.
 */
const CHECKS_MS = [1500, 10_000, 60_000];

/** Bytes on stdout that tell that a client has its list of tools. */
const TOOL_LIST_BYTES = 8192;

const machine = { platform: process.platform, env: process.env, uid: process.getuid?.() };
const folder = cacheFolder(machine);
const cache = folder === undefined ? undefined : openCodeCache(folder, PROGRAM_DIGEST, machine);

const file = join(__dirname, 'program.js');
const cachedData = cache?.read();
// The bundle is ASCII, and one byte a letter is read fastest.
const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData });
const program: Part = script.runInThisContext();
runProgram(program, require, { url: pathToFileURL(file).href, filename: file, dirname: __dirname });

function keep([wait, ...later]: readonly number[]): void {
  if (wait === undefined) return;
  setTimeout(() => {
    if (later.length > 0 && process.stdout.bytesWritten < TOOL_LIST_BYTES) keep(later);
    else cache?.write(script.createCachedData());
  }, wait).unref();
}

if (cache && (!cachedData || script.cachedDataRejected)) keep(CHECKS_MS);
