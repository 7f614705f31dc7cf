import { resolve } from 'node:path';
import { ConfigError, shown } from '../config/error.ts';
import { readUserFile, USER_FILE } from '../config/user-file.ts';
import { readVariables } from '../config/variables-file.ts';
import { parseCloud } from '../mist/clouds.ts';
import { parseToken } from '../mist/token.ts';
import { CLOUD_VARIABLE, type Client, TOKEN_VARIABLE } from './client.ts';
import type { EntryOptions } from './entry.ts';
import { inShell, wordsOf } from './program.ts';

/** The flags of `setup` that decide what an entry says. */
export interface SetupFlags {
  readonly http?: string;
  readonly demo?: boolean;
  readonly enableWriteTools?: boolean;
  readonly cloud?: string;
  readonly envFile?: string;
  readonly withToken?: boolean;
  readonly command?: string;
}

/** What this process knows besides the flags. */
export interface SetupEnvironment {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly windows: boolean;
  /** The command line by which this very program is reached. */
  readonly program: readonly string[];
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unusable');

/** @throws ConfigError when it is no address, or holds what belongs into headers */
function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError(
      `--http takes the address of a server, such as http://127.0.0.1:8000/mcp, not ${shown(text)}.`,
    );
  }
  if (url.username || url.password) throw new ConfigError('--http takes an address without name and password.');
  if (url.pathname === '/') url.pathname = '/mcp';
  return url.href;
}

/** The cloud as the server reads it: a known one by its host, another one as it was written, with https. */
function cloudOf(text: string, from: string): string {
  try {
    const { name, region } = parseCloud(text, { operator: true });
    return region === 'local' || region === 'other' ? text.trim() : name;
  } catch (error) {
    throw new ConfigError(`${from}: ${messageOf(error)}.`);
  }
}

function tokenOf(env: NodeJS.ProcessEnv): string {
  try {
    const token = parseToken(env[TOKEN_VARIABLE] ?? '');
    if (token !== undefined) return token;
  } catch (error) {
    throw new ConfigError(`${TOKEN_VARIABLE}: ${messageOf(error)}.`);
  }
  throw new ConfigError(`--with-token takes the token from the variable ${TOKEN_VARIABLE}, which is not set.`);
}

function refuseTogether(flags: SetupFlags): void {
  const given: Readonly<Record<string, unknown>> = {
    '--demo': flags.demo,
    '--enable-write-tools': flags.enableWriteTools,
    '-e': flags.envFile,
    '--command': flags.command,
  };
  const [other] = Object.keys(given).filter((name) => given[name]);
  if (flags.http !== undefined && other !== undefined) {
    throw new ConfigError(
      `${other} does not go with --http: leave it out, since whoever started that server decides it.`,
    );
  }
  if (flags.withToken && (flags.demo || flags.envFile !== undefined)) {
    throw new ConfigError(
      `--with-token does not go with ${flags.demo ? '--demo, which needs none' : '-e, whose file holds it'}: leave out one of the two.`,
    );
  }
}

/** The cloud that a file names for the token in it; a file that is not there yet names none. */
function cloudInFile(path: string): string | undefined {
  const read = readVariables(path);
  if (!('variables' in read)) {
    if (read.missing) return undefined;
    throw new ConfigError(`-e names ${shown(path)}, which cannot be read: ${read.problem}.`);
  }
  const text = read.variables[CLOUD_VARIABLE]?.trim();
  return text ? cloudOf(text, `${CLOUD_VARIABLE} in ${path}`) : undefined;
}

function cloudOfUser(env: NodeJS.ProcessEnv): string | undefined {
  const read = readUserFile(env, process.getuid?.());
  const text = 'variables' in read ? read.variables[CLOUD_VARIABLE]?.trim() : undefined;
  return text ? cloudOf(text, `${CLOUD_VARIABLE} in ${USER_FILE}`) : undefined;
}

/**
 * What an entry should say, from the flags of `setup`. Without `--cloud` the cloud is that of the file with the token,
 * else that of MIST_HOST, where set, else that of the user's own file, which the entry's would hide.
 *
 * @throws ConfigError one clear sentence about a flag or a variable, never with the token in it
 */
export function entryOptions(
  client: Client,
  flags: SetupFlags,
  { env, cwd, windows, program }: SetupEnvironment,
): EntryOptions {
  refuseTogether(flags);
  const named = env[CLOUD_VARIABLE]?.trim() || undefined;
  const envFile = flags.envFile === undefined ? undefined : resolve(cwd, flags.envFile);
  const cloud =
    flags.cloud === undefined
      ? ((envFile && cloudInFile(envFile)) ?? (named && cloudOf(named, CLOUD_VARIABLE)) ?? cloudOfUser(env))
      : cloudOf(flags.cloud, '--cloud');
  const common = {
    ...(cloud === undefined || flags.demo ? {} : { cloud }),
    ...(flags.withToken ? { token: tokenOf(env) } : {}),
  };
  if (flags.http !== undefined) return { ...common, target: { url: addressOf(flags.http) } };
  const command = flags.command === undefined ? program : wordsOf(flags.command);
  return {
    ...common,
    target: { command: windows && client.needsShell ? inShell(command) : command },
    ...(flags.demo ? { demo: true } : {}),
    ...(flags.enableWriteTools ? { writeTools: true } : {}),
    ...(envFile === undefined ? {} : { envFile }),
  };
}
