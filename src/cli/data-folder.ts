import { isAbsolute, join } from 'node:path';
import { ConfigError } from '../config/error.ts';

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

/**
 * The folder of the layer that `mistmcp spec update` builds; it may not exist yet.
 *
 * @throws ConfigError where the user has no home
 */
export function layerFolder(machine: Machine): string {
  const base = home(machine);
  if (base !== undefined && isAbsolute(base)) return join(base, 'mistmcp', 'spec-layer');
  throw new ConfigError('There is no folder for data of this user: name one with --out FOLDER.');
}
