import { join, win32 } from 'node:path';
import type { Client, Scope, System } from './client.ts';

/** What decides where a configuration is. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly system: System;
  readonly home: string;
  readonly cwd: string;
  /** Whether there is such a file or folder. */
  exists(path: string): boolean;
}

/** The system as clients tell it apart; everything that is neither macOS nor Windows keeps files like Linux. */
export function systemOf(platform: NodeJS.Platform): System {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'mac' : 'linux';
}

function expanded(path: string, { env, system, home }: Surroundings): string {
  if (system === 'windows') {
    const roaming = env.APPDATA || win32.join(home, 'AppData', 'Roaming');
    const local = env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local');
    const folders = { '%APPDATA%': roaming, '%LOCALAPPDATA%': local, '~': home };
    const [name, folder] = Object.entries(folders).find(([start]) => path.startsWith(start)) ?? ['', ''];
    return win32.normalize(folder + path.slice(name.length));
  }
  const config = env.XDG_CONFIG_HOME;
  // The base folder that desktop applications follow; tools with a folder of their own in ~ do not.
  if (system === 'linux' && config && path.startsWith('~/.config/'))
    return join(config, path.slice('~/.config/'.length));
  return path.replace(/^~/, () => home);
}

/**
 * Where a client reads its servers from.
 *
 * @returns an absolute path, or undefined where the client has no file of that scope
 */
export function placeOf(client: Client, scope: Scope, around: Surroundings): string | undefined {
  if (scope === 'project') return client.project === undefined ? undefined : join(around.cwd, client.project);
  const folder = client.moved && around.env[client.moved.variable];
  if (client.moved && folder) return join(folder, client.moved.file);
  if (client.packaged !== undefined && around.system === 'windows') {
    // Such an application sees its own copy of the folder instead of the usual one.
    const packaged = expanded(client.packaged, around);
    if (around.exists(win32.dirname(packaged))) return packaged;
  }
  return expanded(client.user[around.system], around);
}
