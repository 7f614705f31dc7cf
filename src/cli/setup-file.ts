import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Change, setupChange } from '../clients/change.ts';
import { type Client, TOKEN_VARIABLE } from '../clients/client.ts';
import { findClient, unknownClient } from '../clients/clients.ts';
import { type ConfigFile, readConfigFile, writeConfigFile } from '../clients/config-file.ts';
import { placeOf, type Surroundings, systemOf } from '../clients/config-path.ts';
import { differenceOf } from '../clients/difference.ts';
import type { EntryOptions } from '../clients/entry.ts';
import { ownCommand } from '../clients/own-command.ts';
import { ConfigError } from '../config/error.ts';
import { requireWorkingFolder } from '../config/working-folder.ts';
import { isRecord } from '../core/json.ts';
import { onPath } from './find-applications.ts';
import { indented, oneLine, say } from './output.ts';
import type { FileFlags } from './setup-flags.ts';
import { terminalHandler } from './terminal-elicitation.ts';

/** What surrounds this process, for the places of files. */
export const around = (): Surroundings => ({
  env: process.env,
  system: systemOf(process.platform),
  home: homedir(),
  cwd: requireWorkingFolder(),
  exists: existsSync,
});

/** @throws ConfigError naming the nearest */
export function clientOf(name: string): Client {
  const client = findClient(name);
  if (!client) throw new ConfigError(unknownClient(name));
  return client;
}

/** @throws ConfigError where there is no such file, or it cannot be read */
export function fileOf(client: Client, { scope = 'user', config }: FileFlags): ConfigFile {
  const path = config === undefined ? placeOf(client, scope, around()) : resolve(config);
  if (path === undefined)
    throw new ConfigError(`${client.title} reads no configuration from a project folder: leave out --scope project.`);
  return readConfigFile(path);
}

/** @throws ConfigError a whole sentence of what is the rest of one */
export function changed(file: ConfigFile, make: (text: string) => Change): Change {
  try {
    return make(file.text ?? '');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${file.path} was left alone: ${error.message}.`);
  }
}

/** Asks before something is written. @throws ConfigError where nobody can be asked */
export async function agreed({ yes }: FileFlags, title = 'Write this change'): Promise<boolean> {
  if (yes) return true;
  const person = terminalHandler();
  if (!person) throw new ConfigError('Nothing was written: without a terminal to ask on, it takes --yes.');
  const properties = { write: { type: 'boolean', title } };
  const { action } = await person.ask({ requestedSchema: { type: 'object', properties } });
  return action === 'accept';
}

/** What decides over how a change is written. */
interface Writing {
  readonly secret: boolean;
  readonly keep: boolean;
  /** Lets the application's own program add the entry, where it can. @returns what is left to write, if anything */
  readonly add?: () => { readonly file: ConfigFile; readonly change: Change; readonly by: string } | undefined;
}

/** Shows the change, asks and writes. @returns whether it was written, only shown, or not wanted */
export async function carryOut(
  file: ConfigFile,
  change: Change,
  flags: FileFlags,
  { secret, keep, add }: Writing,
): Promise<'written' | 'shown' | 'unwanted'> {
  say(`${file.text === undefined ? 'New file' : 'File'}: ${oneLine(file.path)}`);
  say(indented(differenceOf(change.parts), ''));
  if (flags.dryRun) {
    say('Nothing was written (--dry-run).');
    return 'shown';
  }
  if (!(await agreed(flags))) {
    say('Nothing was written.');
    return 'unwanted';
  }
  const added = add?.();
  if (added && added.change.parts.length === 0) {
    say(`Written by ${added.by}.`);
    return 'written';
  }
  const text = added?.change.text ?? change.text;
  const copy = writeConfigFile(added?.file ?? file, text, { secret, copy: keep ? change.copy : undefined });
  if (copy !== undefined) say(`Written. As it was before, without tokens: ${oneLine(copy)}`);
  else say(keep && file.text !== undefined ? 'Written. No copy was kept: it would hold a token.' : 'Written.');
  return 'written';
}

/** How long an application's own program may take to add an entry, in milliseconds. */
const PROGRAM_MS = 20_000;

/**
 * Lets an application's own program add a new entry to its own file, where it is there. Its command line holds no token:
 * such an entry, and one that is there already, is written without it.
 *
 * @returns undefined where it was not tried, else what its file still lacks of the entry
 */
export function addByProgram(
  client: Client,
  { scope = 'user', config }: FileFlags,
  { file, change, options }: { readonly file: ConfigFile; readonly change: Change; readonly options: EntryOptions },
): ReturnType<NonNullable<Writing['add']>> {
  const [part] = change.parts;
  const usual = scope === 'user' && config === undefined && part?.before === undefined && isRecord(part?.after);
  const line = usual && options.token === undefined ? ownCommand(client.id, part.after) : undefined;
  const [program = '', ...words] = line ?? [];
  const place = around();
  // On Windows such programs are scripts, which only a shell starts.
  if (line === undefined || place.system === 'windows' || !onPath(program, place)) return undefined;
  const { [TOKEN_VARIABLE]: _, ...env } = process.env;
  spawnSync(program, words, { env, stdio: 'ignore', timeout: PROGRAM_MS });
  // Whatever came of it: what is there now is read, and what is missing is written.
  const now = readConfigFile(file.path);
  return { file: now, change: changed(now, (text) => setupChange(client, text, options)), by: `${program} mcp add` };
}
