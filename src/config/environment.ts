import { isAbsolute, resolve } from 'node:path';
import { nearest } from '../core/nearest.ts';
import { ConfigError, shown } from './error.ts';
import { inHome } from './home.ts';
import { retiredVariable } from './retired.ts';
import type { Setting } from './setting.ts';
import { allSettings, settings } from './settings.ts';
import { STRAY_FILE, strayVariables } from './stray-file.ts';
import { readUserFile, USER_FILE } from './user-file.ts';
import type { SettingText } from './values.ts';
import { irregular, isOurs, readVariables, type VariablesRead } from './variables-file.ts';

/** Names that begin like this are ours, so one that is not in the table is a mistake worth stopping for. */
const PREFIX = 'MISTMCP_';

/** Where variables come from. */
export interface Source {
  /** As it is called in messages, such as `the environment` or the name of a file. */
  readonly name: string;
  readonly variables: NodeJS.Dict<string>;
}

/** Quotes around a value are not of it: Docker's `--env-file` hands them on, where shells take them off. */
const withoutQuotes = (text: string): string => text.replace(/^\s*(["'])(.*)\1\s*$/s, '$2');

/** Variables of several sources, looked up together. */
export class Environment {
  readonly #sources: readonly Source[];

  /** @param sources the most trusted one first; a later one only fills what the earlier ones lack */
  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  /** The value of a setting's variable; an empty one counts as absent. */
  get(setting: Setting): SettingText | undefined {
    const name = setting.variable;
    return name === undefined ? undefined : this.first([name]);
  }

  /** The value of the first of some names that has one, in the most trusted source that has any of them. */
  first(names: readonly string[]): SettingText | undefined {
    for (const [rank, { name: source, variables }] of this.#sources.entries()) {
      for (const name of names) {
        const text = withoutQuotes((Object.hasOwn(variables, name) && variables[name]) || '');
        if (text.trim() === '') continue;
        return { text, from: rank === 0 ? name : `${name} in ${source}`, source: { name: source, rank } };
      }
    }
    return undefined;
  }

  /** All variable names that have a value. */
  names(): string[] {
    const names = new Set(this.#sources.flatMap(({ variables }) => Object.keys(variables)));
    return [...names].filter((name) => this.first([name]) !== undefined);
  }

  /** @throws ConfigError when a variable with our prefix is none of the table's */
  refuseUnknown(): void {
    const known = allSettings.flatMap((setting) => (setting.variable === undefined ? [] : [setting.variable]));
    for (const name of this.names()) {
      if (!name.startsWith(PREFIX) || known.includes(name)) continue;
      const from = this.first([name])?.from ?? name;
      const flagOnly = allSettings.find((setting) => setting.flagOnly !== undefined && name === variableLike(setting));
      if (flagOnly) {
        throw new ConfigError(
          `${from} is not a variable of mistmcp: --${flagOnly.flag} is a flag only, ${flagOnly.flagOnly}. Give it as one.`,
        );
      }
      const retired = retiredVariable(name, from);
      if (retired) throw new ConfigError(retired);
      // Compared without the prefix, which alone would make all of them alike.
      const bare = (text: string): string => text.slice(PREFIX.length);
      const [close] = nearest(bare(name), known.filter((other) => other.startsWith(PREFIX)).map(bare), 1);
      const hint =
        close === undefined ? ' see mistmcp --help for those there are.' : ` did you mean ${PREFIX}${close}?`;
      throw new ConfigError(`Unknown variable ${from}:${hint}`);
    }
  }
}

const variableLike = (setting: Setting): string => PREFIX + (setting.flag ?? '').toUpperCase().replaceAll('-', '_');

const ownSource = (variables: NodeJS.ProcessEnv): Source => ({ name: 'the environment', variables });

/** The file with variables that a flag or the environment of the process names, if any. */
export function namedFile(
  flags: ReadonlyMap<Setting, SettingText>,
  process: NodeJS.ProcessEnv,
): SettingText | undefined {
  const named = flags.get(settings.envFile) ?? new Environment([ownSource(process)]).get(settings.envFile);
  return inHome(settings.envFile, named, process);
}

/** What surrounds the process. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Undefined where the working directory was deleted. */
  readonly cwd: string | undefined;
  /** The user that the process belongs to; undefined on Windows. */
  readonly uid: number | undefined;
}

/**
 * The environment with the variables of files behind it: those of a file that somebody named, else those of the user's
 * own file and then, of a `.env` in the working directory, a token together with a public region.
 *
 * @param named a file that was asked for; it may hold every setting and takes the place of the others
 * @returns the environment, and warnings about files that nobody asked for and that are left out, whole or in part
 * @throws ConfigError when a file that was asked for cannot be read
 */
export function readEnvironment(
  { env, cwd, uid }: Surroundings,
  named: SettingText | undefined,
): { environment: Environment; warnings: string[] } {
  const own = ownSource(env);
  if (named) {
    const source = { name: named.text, variables: namedVariables(cwd, named) };
    const isEmpty = !Object.keys(source.variables).some(isOurs);
    const warnings = isEmpty ? [`${named.from} names ${shown(named.text)}, which sets no variable of mistmcp.`] : [];
    return { environment: new Environment([own, source]), warnings };
  }
  const user = readUserFile(env, uid);
  const trusted = 'variables' in user ? [own, { name: USER_FILE, variables: user.variables }] : [own];
  const stray = readStray(cwd, new Environment(trusted));
  return {
    environment: new Environment([...trusted, { name: STRAY_FILE, variables: stray.variables }]),
    warnings: [...ignored(USER_FILE, user), ...stray.warnings],
  };
}

function ignored(file: string, read: VariablesRead): string[] {
  return 'variables' in read || read.missing ? [] : [`${file} is ignored: ${read.problem}.`];
}

function readStray(cwd: string | undefined, trusted: Environment): ReturnType<typeof strayVariables> {
  if (cwd === undefined) return { variables: {}, warnings: [] };
  const read = readVariables(resolve(cwd, STRAY_FILE), irregular);
  if ('variables' in read) return strayVariables(read.variables, (name) => trusted.first([name]) !== undefined);
  return { variables: {}, warnings: ignored(`${STRAY_FILE} in the working directory`, read) };
}

function namedVariables(cwd: string | undefined, { text, from }: SettingText): NodeJS.Dict<string> {
  if (cwd === undefined && !isAbsolute(text)) {
    throw new ConfigError(
      `${from} names ${shown(text)}, but the working directory no longer exists: give the whole path.`,
    );
  }
  const read = readVariables(resolve(cwd ?? '/', text));
  if ('variables' in read) return read.variables;
  throw new ConfigError(`${from} names ${shown(text)}, which cannot be read: ${read.problem}.`);
}
