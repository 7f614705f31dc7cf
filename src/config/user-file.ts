import { realpathSync, type Stats, statSync } from 'node:fs';
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

/**
 * Reads the person's own file, which counts only where nobody else can have written it: it and its folder belong to the
 * user and are writable by nobody else. On Windows the permissions of the profile's folder stand for that.
 *
 * @param env names the home folder
 * @param uid of this process; undefined on Windows
 */
export function readUserFile(env: NodeJS.ProcessEnv, uid: number | undefined): VariablesRead {
  const home = (uid === undefined ? env.USERPROFILE : env.HOME) ?? '';
  if (!isAbsolute(home)) return { problem: 'there is no home folder', missing: true };
  const path = join(home, '.config', 'mistmcp', 'env');
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
