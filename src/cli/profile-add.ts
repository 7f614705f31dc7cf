import { resolve } from 'node:path';
import { wordsOf } from '../clients/program.ts';
import { ConfigError, shown } from '../config/error.ts';
import { DEFAULT_PROFILE } from '../config/profiles-file.ts';
import type { JsonObject } from '../core/json.ts';
import { oneLine, say } from './output.ts';
import { appendProfile, dropProfile, openProfileFile } from './profile-file.ts';
import type { CommandSettings } from './settings.ts';

/** What `mistmcp profile add` was told. */
export interface AddOptions {
  readonly cloud: string;
  readonly tokenEnv?: string;
  readonly tokenFile?: string;
  readonly tokenCommand?: string;
  readonly orgs?: string;
  readonly sites?: string;
  readonly readonly?: boolean;
}

/**
 * `mistmcp profile add`: puts a profile into the person's file, which only they can read then.
 *
 * @throws ConfigError for what a profile cannot be, or where one of that name is there
 */
export async function addProfile(name: string, options: AddOptions, settings: CommandSettings): Promise<void> {
  const file = await openProfileFile(settings);
  if (file.names.includes(name)) {
    throw new ConfigError(
      `There is a profile ${shown(name)} already: take it out first, mistmcp profile remove ${name}.`,
    );
  }
  const table: JsonObject = {
    cloud: options.cloud,
    token: sourceOf(options),
    ...(options.orgs === undefined ? {} : { orgs: listOf(options.orgs) }),
    ...(options.sites === undefined ? {} : { sites: listOf(options.sites) }),
    ...(options.readonly ? { readonly: true } : {}),
  };
  await appendProfile(file, name, table);
  say(`The profile ${name} is in ${oneLine(file.path)}. Try it: mistmcp profile test ${name}`);
}

/**
 * `mistmcp profile remove`: takes a profile out of the file. The token stays where it is.
 *
 * @throws ConfigError where there is none of that name
 */
export async function removeProfile(name: string, settings: CommandSettings): Promise<void> {
  if (name === DEFAULT_PROFILE) {
    throw new ConfigError(
      `The profile ${DEFAULT_PROFILE} is the variable MIST_APITOKEN: take that out where it is set.`,
    );
  }
  const file = await openProfileFile(settings);
  if (!file.names.includes(name)) {
    throw new ConfigError(
      `There is no profile ${shown(name)}: name one of ${file.names.join(', ') || 'those of mistmcp profile list'}.`,
    );
  }
  await dropProfile(file, name);
  say(
    `The profile ${name} is not in ${oneLine(file.path)} any more. Its token is still valid: revoke it in the portal.`,
  );
}

/** @throws ConfigError unless there is just one */
function sourceOf({ tokenEnv, tokenFile, tokenCommand }: AddOptions): JsonObject {
  const sources: JsonObject[] = [
    ...(tokenEnv === undefined ? [] : [{ env: tokenEnv }]),
    ...(tokenFile === undefined ? [] : [{ file: resolve(tokenFile) }]),
    ...(tokenCommand === undefined ? [] : [{ command: wordsOf(tokenCommand) }]),
  ];
  const [only] = sources;
  if (only && sources.length === 1) return only;
  throw new ConfigError(
    'A profile needs one of --token-env, --token-file and --token-command: where its token is read from.',
  );
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
