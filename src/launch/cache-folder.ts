import { lstatSync, mkdirSync, type Stats } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Where a user's caches belong, and who the user is. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's number; none on Windows, where a profile is its user's by access list. */
  readonly uid: number | undefined;
}

/** Write permission for the group or for everybody. */
const OTHERS_MAY_WRITE = 0o022;

function home({ platform, env }: Machine): string | undefined {
  if (platform === 'win32') return env.LOCALAPPDATA;
  if (env.XDG_CACHE_HOME !== undefined && isAbsolute(env.XDG_CACHE_HOME)) return env.XDG_CACHE_HOME;
  if (!env.HOME) return undefined;
  return platform === 'darwin' ? join(env.HOME, 'Library', 'Caches') : join(env.HOME, '.cache');
}

/**
 * The folder for compiled code, which may not exist yet. None where there is no place that is the user's own, or where
 * `NODE_DISABLE_COMPILE_CACHE` says so, as for Node's own cache of this kind.
 */
export function cacheFolder(machine: Machine): string | undefined {
  if (machine.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const base = home(machine);
  return base !== undefined && isAbsolute(base) ? join(base, 'mistmcp') : undefined;
}

/** What is read is run, so nobody but the user may have been able to write it. */
export function isOwn({ uid, mode }: Pick<Stats, 'uid' | 'mode'>, machine: Machine): boolean {
  return machine.uid === undefined || (uid === machine.uid && (mode & OTHERS_MAY_WRITE) === 0);
}

/** Whether the folder is there, is no link, and is the user's own. */
export function isOwnFolder(folder: string, machine: Machine): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && isOwn(stats, machine);
}

/**
 * Makes the folder for its user alone.
 *
 * @returns whether it can be used
 * @throws Error when it cannot be made
 */
export function makeOwnFolder(folder: string, machine: Machine): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return isOwnFolder(folder, machine);
}
