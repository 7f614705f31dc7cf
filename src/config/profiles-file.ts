import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isRecord, type JsonObject } from '../core/json.ts';
import { ConfigError, shown } from './error.ts';
import { readPrivateFile } from './private-file.ts';
import { Problems } from './problems.ts';
import { type Profile, readProfile, refuseUnknownKeys } from './profile.ts';

/** The one version of the file that there is; see `schemas/config.v1.schema.json`. */
export const CONFIG_VERSION = 1;

/** The profile that the variables of the environment are. */
export const DEFAULT_PROFILE = 'default';

const KEYS = ['$schema', 'version', 'profiles'];
const EXAMPLE = '[profiles.acme] with cloud = "api.eu.mist.com" and token = { env = "ACME_TOKEN" }';

/** The machine, as far as it decides where the file of settings is. */
export interface ConfigPlace {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/**
 * Where the person's file of settings is, whether it is there or not: `mistmcp/config.toml` in `XDG_CONFIG_HOME`, else in
 * `~/.config`; on Windows in `%APPDATA%`.
 *
 * @returns undefined where there is no home folder
 */
export function profilesPath({ env, platform }: ConfigPlace): string | undefined {
  const base =
    platform === 'win32'
      ? absolute(env.APPDATA)
      : (absolute(env.XDG_CONFIG_HOME) ?? (absolute(env.HOME) && join(env.HOME ?? '', '.config')));
  return base === undefined ? undefined : join(base, 'mistmcp', 'config.toml');
}

const absolute = (path: string | undefined): string | undefined =>
  path !== undefined && isAbsolute(path) ? path : undefined;

/** The person's file of settings, where it is there. */
export function existingProfilesPath(place: ConfigPlace): string | undefined {
  const path = profilesPath(place);
  return path !== undefined && existsSync(path) ? path : undefined;
}

/**
 * Reads the text of a file of settings, which nobody but its owner may read: it says where tokens are.
 *
 * @throws ConfigError with the remedy for a file that others may read or write, or that cannot be read
 */
export function readProfilesText(path: string): string {
  try {
    return readPrivateFile(path, 'secret');
  } catch (error) {
    throw new ConfigError(`--config: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Reads the profiles of a file of settings.
 *
 * @returns them by name, in the order of the file
 * @throws ConfigError with the remedy: as `readProfilesText`, and for one that is no TOML, an unknown key, a token that
 * stands in it, and a cloud that is none
 */
export const readProfilesFile = async (path: string): Promise<ReadonlyMap<string, Profile>> =>
  parseProfiles(readProfilesText(path), path);

/**
 * Reads what a file of settings says.
 *
 * @param text its content
 * @param path its name; where relative names of token files start
 * @throws ConfigError naming the first five things that are wrong with it, and what it takes instead
 */
export async function parseProfiles(text: string, path: string): Promise<ReadonlyMap<string, Profile>> {
  const file = `--config (${shown(path)})`;
  const content = await parseToml(text, file);
  const problems = new Problems();
  problems.attempt(() => refuseUnknownKeys('It', content, KEYS));
  if (content.version !== CONFIG_VERSION) problems.add(`"version" must be ${CONFIG_VERSION}: version = 1.`);
  const reading = { folder: dirname(resolve(path)), commands: true, form: 'toml' } as const;
  const profiles = new Map<string, Profile>();
  const { profiles: tables = {} } = content;
  if (!isRecord(tables)) problems.add(`"profiles" must be a table of profiles by name, such as ${EXAMPLE}.`);
  for (const [name, value] of Object.entries(isRecord(tables) ? tables : {})) {
    if (name === DEFAULT_PROFILE) problems.add(DEFAULT_TAKEN);
    else problems.attempt(() => profiles.set(name, readProfile(name, value, reading)));
  }
  problems.throwFor(file);
  return profiles;
}

const DEFAULT_TAKEN = `The profile "${DEFAULT_PROFILE}" is that of MIST_APITOKEN and MIST_HOST: give this one another name.`;

/** @throws ConfigError for what is no TOML; the text is not repeated, since it may hold a token */
async function parseToml(text: string, file: string): Promise<JsonObject> {
  // Only who has such a file pays for reading it.
  const { parse, TomlError } = await import('smol-toml');
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    const where = error instanceof TomlError ? ` (line ${error.line}, column ${error.column})` : '';
    throw new ConfigError(`${file} is no TOML${where}: it must hold tables such as ${EXAMPLE}.`);
  }
}
