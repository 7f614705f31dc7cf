import { isAbsolute, resolve } from 'node:path';
import { ID_SHAPE, parseId } from '../core/ids.ts';
import { isRecord, type JsonObject } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { type Cloud, parseCloud } from '../mist/clouds.ts';
import { shown } from './error.ts';

/** Where a Mist token is read from; it never stands in a file of settings itself. */
export type TokenSource =
  | { readonly kind: 'env'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string }
  /** A program and its arguments, whose output is the token; no shell reads them. */
  | { readonly kind: 'command'; readonly command: readonly string[] };

/** A Mist token under a name, with what may be done by it. Clients know the name, never the cloud or the token. */
export interface Profile {
  readonly name: string;
  readonly cloud: Cloud;
  readonly token: TokenSource;
  /** Ids of the organizations that may be asked, whatever else the token sees; all of its own where there is none. */
  readonly orgs: readonly string[];
  /** Ids of the sites, in the same way. */
  readonly sites: readonly string[];
  /** Whether nothing is changed by it, whatever the token may. */
  readonly readonly: boolean;
}

/** What reading depends on. */
export interface ProfileReading {
  /** Where relative names of files start. */
  readonly folder: string;
  /** Whether a token may be the output of a program: only where the file is the person's own. */
  readonly commands: boolean;
  /** How the file is written, for the examples in what is said of it; JSON unless told. */
  readonly form?: 'json' | 'toml';
}

const KEYS = ['cloud', 'token', 'orgs', 'sites', 'readonly'];
const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/i;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
const MOST_IDS = 1000;

/** What is wrong with a part of a file: where it stands, and what it takes. */
export class ProfileProblem extends Error {
  override readonly name = 'ProfileProblem';
}

/**
 * Reads one profile of a file of settings.
 *
 * @param name as the file has it
 * @param value the parsed content
 * @throws ProfileProblem one sentence for the first thing that is wrong; a token that stands there is not repeated
 */
export function readProfile(name: string, value: unknown, reading: ProfileReading): Profile {
  if (!NAME.test(name)) {
    throw new ProfileProblem(
      `${shown(name)} is no name of a profile: it has letters, digits, dots and dashes, 40 at most.`,
    );
  }
  const at = `Profile "${name}"`;
  if (!isRecord(value)) throw new ProfileProblem(`${at} must hold ${KEYS.join(', ')}.`);
  refuseUnknownKeys(at, value, KEYS);
  const { readonly = false } = value;
  if (typeof readonly !== 'boolean') throw new ProfileProblem(`${at}: "readonly" must be true or false.`);
  return {
    name,
    cloud: cloudOf(at, value.cloud),
    token: tokenSource(at, value.token, reading),
    orgs: readIds(at, 'orgs', value.orgs),
    sites: readIds(at, 'sites', value.sites),
    readonly,
  };
}

/** @throws ProfileProblem for the first key that is none of those, with the nearest one */
export function refuseUnknownKeys(at: string, value: JsonObject, keys: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown === undefined) return;
  const [near] = nearest(unknown, keys, 1);
  const advice = near === undefined ? `It takes ${keys.join(', ')}.` : `Did you mean "${near}"?`;
  throw new ProfileProblem(`${at} has no key ${shown(unknown)}. ${advice}`);
}

/** Reads a list of ids; an absent one is empty. @throws ProfileProblem for what is none */
export function readIds(at: string, key: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.length > 0 && value.length <= MOST_IDS;
  if (!isList) throw new ProfileProblem(`${at}: "${key}" must be a list of ids; leave it out where all are meant.`);
  return value.map((entry) => {
    const id = typeof entry === 'string' ? parseId(entry) : undefined;
    if (id !== undefined) return id;
    throw new ProfileProblem(
      `${at}: "${key}" has ${shown(String(entry))}, which is no id (${ID_SHAPE}). Names are not taken here, since anybody with rights in the organization can change them.`,
    );
  });
}

function cloudOf(at: string, value: unknown): Cloud {
  if (typeof value !== 'string') {
    throw new ProfileProblem(`${at}: "cloud" must name the host of its Mist cloud, such as "api.eu.mist.com".`);
  }
  try {
    return parseCloud(value, { operator: true });
  } catch (error) {
    throw new ProfileProblem(`${at}: "cloud": ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function tokenSource(at: string, value: unknown, { folder, commands, form }: ProfileReading): TokenSource {
  const way = (kind: string, source: string): string =>
    form === 'toml' ? `{ ${kind} = ${source} }` : `{"${kind}": ${source}}`;
  const program = commands ? ` or ${way('command', '["PROGRAM", "ARGUMENT"]')}` : '';
  const ways = `${way('env', '"VARIABLE"')}, ${way('file', '"PATH"')}${program}`;
  const takes = `"token" says where the Mist token is read from: ${ways}`;
  if (typeof value === 'string') {
    throw new ProfileProblem(`${at}: ${takes}. A token never stands in this file: put it elsewhere, and revoke it.`);
  }
  const [[kind, source] = [], ...more] = isRecord(value) ? Object.entries(value) : [];
  if (more.length > 0) throw new ProfileProblem(`${at}: ${takes}, one of them.`);
  if (kind === 'env' && typeof source === 'string' && VARIABLE.test(source)) return { kind, variable: source };
  if (kind === 'file' && typeof source === 'string' && source.trim() !== '') {
    return { kind, path: isAbsolute(source) ? source : resolve(folder, source) };
  }
  if (kind === 'command' && !commands) {
    throw new ProfileProblem(`${at}: ${takes}. The output of a program is taken on stdio only.`);
  }
  if (kind === 'command' && isCommand(source)) return { kind, command: source };
  throw new ProfileProblem(`${at}: ${takes}.`);
}

const isCommand = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string' && part !== '');
