import { partArguments } from '../config/arguments.ts';
import { type Config, loadConfig } from '../config/config.ts';
import { ConfigError } from '../config/error.ts';
import { httpSettings } from '../config/http-settings.ts';
import type { Setting } from '../config/setting.ts';
import { allSettings, settings } from '../config/settings.ts';
import { workingFolder } from '../config/working-folder.ts';

/** Commands whose flags are all their own. */
export const OWN_FLAGS: ReadonlySet<string> = new Set(['setup', 'remove', 'spec', 'help', 'version', '__complete']);

/** What only a server needs to be told. */
const SERVING: ReadonlySet<Setting> = new Set<Setting>([
  ...[settings.transport, settings.host, settings.port, settings.responseFormat],
  ...Object.values(httpSettings),
]);

/** Settings that commands take as flags, with the same names and meaning as for the server. */
export const commandSettings: readonly Setting[] = allSettings.filter(
  (setting) => setting.flag !== undefined && !SERVING.has(setting),
);

/** The settings of one run of a command. */
export interface CommandSettings {
  /** The flags as written, to be repeated in a command that goes on from here. */
  readonly flags: readonly string[];
  /** @throws ConfigError one clear sentence about a flag, a variable or a file */
  load(): { readonly config: Config; readonly warnings: readonly string[] };
  /** Folder of the layer to serve; undefined also where the settings cannot be read, which `load` says better. */
  specLayer(): string | undefined;
}

/**
 * Takes the settings out of a command's arguments.
 *
 * @returns the settings, and the arguments that are the command's own
 * @throws ConfigError for a flag that only a server takes
 */
export function takeSettings(argv: readonly string[]): { settings: CommandSettings; rest: readonly string[] } {
  const { flags, named, rest } = partArguments(argv);
  const serving = named.find((setting) => SERVING.has(setting));
  if (serving)
    throw new ConfigError(
      `--${serving.flag} is for serving only: leave it out, since no command listens or answers over http.`,
    );
  return { settings: { flags, load: () => loadFor(flags), specLayer: () => specLayerOf(flags) }, rest };
}

function specLayerOf(flags: readonly string[]): string | undefined {
  try {
    return loadFor(flags).config.specLayer;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function loadFor(flags: readonly string[]): ReturnType<CommandSettings['load']> {
  // A command asks with the operator's own token, as over stdio, whatever the environment says of the server.
  const loaded = loadConfig([`--${settings.transport.flag}=stdio`, ...flags], process.env, workingFolder());
  if (loaded.kind === 'print') throw new ConfigError('--help and --version stand alone: leave out the other flags.');
  return loaded;
}
