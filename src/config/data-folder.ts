import { isAbsolute, join } from 'node:path';

/** Where a user's data belong. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

function home({ platform, env }: Machine): string | undefined {
  if (platform === 'win32') return env.LOCALAPPDATA;
  if (env.XDG_DATA_HOME !== undefined && isAbsolute(env.XDG_DATA_HOME)) return env.XDG_DATA_HOME;
  if (!env.HOME) return undefined;
  return platform === 'darwin' ? join(env.HOME, 'Library', 'Application Support') : join(env.HOME, '.local', 'share');
}

/** A folder of ours among the user's data; it may not exist yet. Undefined where the user has no home. */
export function dataFolder(machine: Machine, name: string): string | undefined {
  const base = home(machine);
  return base !== undefined && isAbsolute(base) ? join(base, 'mistmcp', name) : undefined;
}
