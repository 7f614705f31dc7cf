import { dataFolder, type Machine } from '../config/data-folder.ts';
import { ConfigError } from '../config/error.ts';

/**
 * The folder of the layer that `mistmcp spec update` builds; it may not exist yet.
 *
 * @throws ConfigError where the user has no home
 */
export function layerFolder(machine: Machine): string {
  const folder = dataFolder(machine, 'spec-layer');
  if (folder !== undefined) return folder;
  throw new ConfigError('There is no folder for data of this user: name one with --out FOLDER.');
}
