import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as util from 'node:util';
import { nearest } from '../core/nearest.ts';
import { ConfigError, shown } from './error.ts';
import { allSettings, type Setting } from './settings.ts';
import { STRAY_FILE, strayVariables } from './stray-file.ts';
import type { Given } from './values.ts';

/** Names that begin like this are ours, so one that is not in the table is a mistake worth stopping for. */
const PREFIX = 'MISTMCP_';

/** Variables of the process and of a file, looked up together. */
export class Environment {
  readonly #process: NodeJS.ProcessEnv;
  readonly #file: NodeJS.Dict<string>;
  readonly #fileName: string;

  constructor(process: NodeJS.ProcessEnv, file: NodeJS.Dict<string> = {}, fileName = STRAY_FILE) {
    this.#process = process;
    this.#file = file;
    this.#fileName = fileName;
  }

  /** The value of a setting's variable; an empty one counts as absent, and the file only fills what the process lacks. */
  get(setting: Setting): Given | undefined {
    const name = setting.variable;
    return name === undefined ? undefined : this.#lookUp(name);
  }

  /** The value of the first of some names that has one; what the process has comes before what the file has. */
  first(names: readonly string[]): Given | undefined {
    const found = names.flatMap((name) => this.#lookUp(name) ?? []);
    return found.find(({ from }) => names.includes(from)) ?? found[0];
  }

  /** All variable names that have a value. */
  names(): string[] {
    const names = new Set([...Object.keys(this.#process), ...Object.keys(this.#file)]);
    return [...names].filter((name) => this.#lookUp(name) !== undefined);
  }

  /** @throws ConfigError when a variable with our prefix is none of the table's */
  refuseUnknown(): void {
    const known = allSettings.flatMap((setting) => (setting.variable === undefined ? [] : [setting.variable]));
    for (const name of this.names()) {
      if (!name.startsWith(PREFIX) || known.includes(name)) continue;
      const from = this.#lookUp(name)?.from ?? name;
      const flagOnly = allSettings.find((setting) => setting.flagOnly !== undefined && name === variableLike(setting));
      if (flagOnly) {
        throw new ConfigError(
          `${from} is not a variable of mistmcp: --${flagOnly.flag} is a flag only, ${flagOnly.flagOnly}.`,
        );
      }
      // Compared without the prefix, which alone would make all of them alike.
      const bare = (text: string): string => text.slice(PREFIX.length);
      const [close] = nearest(bare(name), known.filter((other) => other.startsWith(PREFIX)).map(bare), 1);
      const hint =
        close === undefined ? ' see mistmcp --help for those there are.' : ` did you mean ${PREFIX}${close}?`;
      throw new ConfigError(`Unknown variable ${from}:${hint}`);
    }
  }

  #lookUp(name: string): Given | undefined {
    const own = this.#process[name];
    if (own !== undefined && own.trim() !== '') return { text: own, from: name };
    const filed = Object.hasOwn(this.#file, name) ? this.#file[name] : undefined;
    if (filed !== undefined && filed.trim() !== '') return { text: filed, from: `${name} in ${this.#fileName}` };
    return undefined;
  }
}

const variableLike = (setting: Setting): string => PREFIX + (setting.flag ?? '').toUpperCase().replaceAll('-', '_');

interface Unreadable {
  problem: string;
  missing: boolean;
}

function readVariables(path: string): { variables: NodeJS.Dict<string> } | Unreadable {
  // Named imports would keep Node 20.0 to 20.11 from starting at all, with or without a file.
  if (typeof util.parseEnv !== 'function')
    return { problem: 'it needs Node 20.12 or newer', missing: !existsSync(path) };
  try {
    return { variables: util.parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return { problem: code === 'ENOENT' ? 'no such file' : code, missing: code === 'ENOENT' };
  }
}

/**
 * The environment with the variables of a file behind it.
 *
 * @param named a file that was asked for, which may hold every setting; without it `.env` in `cwd`, where there is one,
 *   of which only a token together with a public region counts
 * @returns the environment, and warnings about a `.env` nobody asked for that could not be read or is left out in part
 * @throws ConfigError when a file that was asked for cannot be read
 */
export function readEnvironment(
  process: NodeJS.ProcessEnv,
  cwd: string,
  named: Given | undefined,
): { environment: Environment; warnings: string[] } {
  if (named) return { environment: new Environment(process, namedVariables(cwd, named), named.text), warnings: [] };
  const own = new Environment(process);
  const read = readVariables(resolve(cwd, STRAY_FILE));
  if ('variables' in read) {
    const { variables, warnings } = strayVariables(read.variables, (name) => own.first([name]) !== undefined);
    return { environment: new Environment(process, variables, STRAY_FILE), warnings };
  }
  const problem = `${STRAY_FILE} in the working directory is ignored, it cannot be read: ${read.problem}.`;
  return { environment: own, warnings: read.missing ? [] : [problem] };
}

function namedVariables(cwd: string, named: Given): NodeJS.Dict<string> {
  const read = readVariables(resolve(cwd, named.text));
  if ('variables' in read) return read.variables;
  throw new ConfigError(`${named.from} names ${shown(named.text)}, which cannot be read: ${read.problem}.`);
}
