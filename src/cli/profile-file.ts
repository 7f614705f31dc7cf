import { existsSync, mkdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { editToml, readToml } from '../clients/toml-text.ts';
import { ConfigError } from '../config/error.ts';
import { parseProfiles, profilesPath, readProfilesText } from '../config/profiles-file.ts';
import { digestOf } from '../core/digest.ts';
import { isRecord, type JsonObject } from '../core/json.ts';
import type { CommandSettings } from './settings.ts';

const BEGINNING = 'version = 1\n';

/** The file of profiles that a command writes; it may not be there yet. */
export interface ProfileFile {
  readonly path: string;
  readonly text: string;
  /** Names of the profiles in it, in its order. */
  readonly names: readonly string[];
}

/**
 * Reads the file of profiles that is to be changed.
 *
 * @throws ConfigError for one that cannot be used as it stands
 */
export async function openProfileFile(settings: CommandSettings): Promise<ProfileFile> {
  const { config } = settings.load();
  const path = config.configFile ?? profilesPath({ env: process.env, platform: process.platform });
  if (path === undefined) throw new ConfigError('There is no home folder: name the file with --config FILE.');
  if (!existsSync(path)) return { path, text: BEGINNING, names: [] };
  const text = readProfilesText(path);
  return { path, text, names: [...(await parseProfiles(text, path)).keys()] };
}

/**
 * Puts a profile at the end of the file. Every other line stays as it is.
 *
 * @throws ConfigError when that is no profile; nothing is written then
 */
export async function appendProfile(file: ProfileFile, name: string, table: JsonObject): Promise<void> {
  const { text } = file;
  const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  const key = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
  const lines = Object.entries(table).map(([member, value]) => `${member} = ${inlineToml(value)}\n`);
  await write(file, `${ended}\n[profiles.${key}]\n${lines.join('')}`, name, table);
}

/**
 * Takes a profile out of the file. Every other line stays as it is.
 *
 * @throws ConfigError when it stands there in a way that lines do not show; nothing is written then
 */
export const dropProfile = (file: ProfileFile, name: string): Promise<void> =>
  write(file, editToml(file.text, ['profiles', name], undefined), name, undefined);

/** A value on one line. Strings are written as in JSON, whose escapes are all TOML's too. */
function inlineToml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineToml).join(', ')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${name} = ${inlineToml(member)}`);
  return `{ ${members.join(', ')} }`;
}

async function write(
  { path, text }: ProfileFile,
  after: string,
  name: string,
  table: JsonObject | undefined,
): Promise<void> {
  await parseProfiles(after, path);
  const { [name]: _before, ...others } = profilesIn(text);
  const { [name]: now, ...left } = profilesIn(after);
  if (digestOf([now, left]) !== digestOf([table, others])) {
    throw new ConfigError(
      `The profile "${name}" stands in ${path} in a form that is not changed here: change it by hand.`,
    );
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Whoever reads it meanwhile finds the old file or the new one, and a link to it goes on leading there.
  const target = existsSync(path) ? realpathSync(path) : path;
  const written = `${target}.${process.pid}.new`;
  writeFileSync(written, after, { mode: 0o600, flag: 'wx' });
  renameSync(written, target);
}

function profilesIn(text: string): JsonObject {
  const { profiles } = readToml(text);
  return isRecord(profiles) ? profiles : {};
}
