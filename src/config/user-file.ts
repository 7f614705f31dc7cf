import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { irregular, readVariables, type VariablesRead } from './variables-file.ts';

/** How the file is called in messages. */
export const USER_FILE = '~/.config/mistmcp/env';

/** Write permission of the group and of everybody. */
const WRITABLE_BY_OTHERS = 0o022;

function foreign({ uid, mode }: Stats, what: string, owners: readonly number[]): string | undefined {
  if (!owners.includes(uid)) return `${what} belongs to another user`;
  const remedy = what === 'it' ? `chmod 600 ${USER_FILE}` : `chmod go-w ${dirname(USER_FILE)}`;
  return (mode & WRITABLE_BY_OTHERS) === 0 ? undefined : `others may write ${what}; ${remedy} ends that`;
}

/** Where the person's own file is; undefined where there is no home folder. */
export function userFilePath(env: NodeJS.ProcessEnv, uid: number | undefined): string | undefined {
  const home = (uid === undefined ? env.USERPROFILE : env.HOME) ?? '';
  return isAbsolute(home) ? join(home, '.config', 'mistmcp', 'env') : undefined;
}

/**
 * Puts variables into the person's own file, which only they can read then. Other lines stay as they are.
 *
 * @param variables values without line feeds
 * @throws Error of the file system
 */
export function saveUserFile(path: string, variables: Readonly<Record<string, string>>): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split(/\r?\n/) : [];
  const others = lines.filter((line) => {
    const [, name = ''] = /^\s*(?:export\s+)?["']?(\w+)["']?\s*[=:]/.exec(line) ?? [];
    return !Object.hasOwn(variables, name);
  });
  while (others.at(-1) === '') others.pop();
  const ours = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  // The mode comes first: what is there already may be readable by others.
  if (existsSync(path)) chmodSync(path, 0o600);
  writeFileSync(path, `${[...others, ...ours].join('\n')}\n`, { mode: 0o600 });
}

/**
 * Reads the person's own file, which counts only where nobody else can have written it: it and its folder belong to the
 * user and are writable by nobody else. On Windows the permissions of the profile's folder stand for that.
 *
 * @param env names the home folder
 * @param uid of this process; undefined on Windows
 */
export function readUserFile(env: NodeJS.ProcessEnv, uid: number | undefined): VariablesRead {
  const path = userFilePath(env, uid);
  if (path === undefined) return { problem: 'there is no home folder', missing: true };
  return readVariables(
    path,
    (stats) => irregular(stats) ?? (uid === undefined ? undefined : untrusted(path, stats, uid)),
  );
}

function untrusted(path: string, file: Stats, uid: number): string | undefined {
  // Behind a link, as keepers of dotfiles make them, lies a second folder in which the file could be replaced.
  const folders = new Set([dirname(path), dirname(realpathSync(path))]);
  const problems = [...folders].map((folder) => foreign(statSync(folder), 'its folder', [uid, 0]));
  return foreign(file, 'it', [uid]) ?? problems.find((problem) => problem !== undefined);
}
