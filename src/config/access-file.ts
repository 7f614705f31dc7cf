import { dirname, resolve } from 'node:path';
import { isRecord } from '../core/json.ts';
import { ConfigError, shown } from './error.ts';
import { parseJsonFile } from './json-file.ts';
import { readPrivateFile } from './private-file.ts';
import { Problems } from './problems.ts';
import { type Profile, ProfileProblem, readIds, readProfile, refuseUnknownKeys } from './profile.ts';

/** What a row lets people do. */
export type AccessRole = 'read' | 'write';

/** A row: who, by which profiles, what, and where. */
export interface AccessRow {
  /** Names of groups as the claim has them, or one person as the provider calls them; exactly one of the two is there. */
  readonly groups: readonly string[];
  readonly subject?: string | undefined;
  readonly profiles: readonly string[];
  readonly role: AccessRole;
  /** Ids of the only sites it is about; all of the profile's where there is none. */
  readonly sites: readonly string[];
}

/** Who may use which Mist token for what. */
export interface AccessList {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly rows: readonly AccessRow[];
}

/** The one version of the file that there is; see `schemas/access.v1.schema.json`. */
const VERSION = 1;
const KEYS = ['$schema', 'version', 'profiles', 'access'];
const ROW_KEYS = ['groups', 'subject', 'profiles', 'role', 'sites'];
const EXAMPLE =
  '{"version": 1, "profiles": {"noc": {"cloud": "api.mist.com", "token": {"file": "noc.token"}}}, "access": [{"groups": ["noc"], "profiles": ["noc"], "role": "read"}]}';

/**
 * Reads the text of the access file.
 *
 * @throws ConfigError when others may write it, or it cannot be read
 */
export function readAccessText(path: string): string {
  try {
    return readPrivateFile(path, 'trusted');
  } catch (error) {
    throw new ConfigError(`--access: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Reads what the access file says.
 *
 * @param text its content
 * @param path its name; where relative names of token files start
 * @throws ConfigError naming the first five things that are wrong with it, and what it takes instead
 */
export function parseAccess(text: string, path: string): AccessList {
  const file = `--access (${shown(path)})`;
  const { content, repeated } = parseJsonFile(text, file, EXAMPLE);
  const problems = new Problems(repeated);
  problems.attempt(() => refuseUnknownKeys('It', content, KEYS));
  if (content.version !== VERSION) problems.add(`"version" must be ${VERSION}.`);
  const reading = { folder: dirname(resolve(path)), commands: false };
  const profiles = new Map<string, Profile>();
  const written = isRecord(content.profiles) ? Object.entries(content.profiles) : [];
  if (written.length === 0) problems.add('"profiles" must be an object with at least one profile by its name.');
  for (const [name, value] of written) problems.attempt(() => profiles.set(name, readProfile(name, value, reading)));
  const rows: AccessRow[] = [];
  const names = written.map(([name]) => name);
  const access = Array.isArray(content.access) ? content.access : [];
  if (access.length === 0) problems.add('"access" must be a list with at least one row.');
  for (const [at, value] of access.entries()) problems.attempt(() => rows.push(readRow(`Row ${at + 1}`, value, names)));
  problems.throwFor(file);
  return { profiles, rows };
}

function readRow(at: string, value: unknown, known: readonly string[]): AccessRow {
  if (!isRecord(value)) throw new ProfileProblem(`${at} must be an object with ${ROW_KEYS.join(', ')}.`);
  refuseUnknownKeys(at, value, ROW_KEYS);
  const { subject, role } = value;
  if ((value.groups === undefined) === (subject === undefined)) {
    throw new ProfileProblem(`${at} needs one of "groups" and "subject": whom it is about.`);
  }
  if (subject !== undefined && !isText(subject)) {
    throw new ProfileProblem(`${at}: "subject" must be the person's \`sub\` as the provider has it.`);
  }
  if (role !== 'read' && role !== 'write') throw new ProfileProblem(`${at}: "role" must be "read" or "write".`);
  const profiles = texts(at, 'profiles', value.profiles);
  const unknown = profiles.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ProfileProblem(`${at}: there is no profile ${shown(unknown)}; there are ${known.join(', ') || 'none'}.`);
  }
  return {
    groups: value.groups === undefined ? [] : texts(at, 'groups', value.groups),
    subject,
    profiles,
    role,
    sites: readIds(at, 'sites', value.sites),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

function texts(at: string, key: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.length > 0 && value.every(isText)) return value;
  throw new ProfileProblem(`${at}: "${key}" must be a list of names.`);
}
