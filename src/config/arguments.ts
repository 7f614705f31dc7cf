import { parseArgs } from 'node:util';
import { nearest } from '../core/nearest.ts';
import { ConfigError, shown } from './error.ts';
import { retiredFlag } from './retired.ts';
import type { Setting } from './setting.ts';
import { allSettings, settings } from './settings.ts';
import type { SettingText } from './values.ts';

/** What the command line says: values by setting, or that the person wants to read something. */
export interface Arguments {
  print?: 'help' | 'version';
  values: ReadonlyMap<Setting, SettingText>;
}

const TOKEN_FLAG = /^(mist[-_]?)?(api[-_]?)?(token|key)$/i;

const spellings = (setting: Setting): string[] =>
  setting.flag === undefined ? [] : [setting.flag, ...(setting.aliases ?? [])];

const byName = new Map(allSettings.flatMap((setting) => spellings(setting).map((name) => [name, setting] as const)));

const isSwitch = (setting: Setting): boolean => setting.kind === 'switch';

function optionsOf(): Record<string, { type: 'string' | 'boolean'; short?: string }> {
  const rows = [...byName].map(([name, setting]) => {
    const type = isSwitch(setting) ? ('boolean' as const) : ('string' as const);
    const short = name === setting.flag ? setting.short : undefined;
    return [name, short === undefined ? { type } : { type, short }] as const;
  });
  return {
    ...Object.fromEntries(rows),
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'V' },
  };
}

function unknownFlag(name: string, rawName: string): ConfigError {
  if (TOKEN_FLAG.test(name)) {
    return new ConfigError(
      'A token is not taken from the command line, where process lists show it: set the variable MIST_APITOKEN.',
    );
  }
  const retired = retiredFlag(name, shown(rawName));
  if (retired) return new ConfigError(retired);
  const [close] = nearest(name, [...byName.keys(), 'help', 'version'], 1);
  const hint = close === undefined ? '' : ` did you mean --${close}?`;
  return new ConfigError(`Unknown flag ${shown(rawName)}:${hint || ' no flag is called that.'} See mistmcp --help.`);
}

/** `--tools -mist_utilities` is the flag and its value: no flag of ours begins with one dash and a tool's name. */
function withTakenAway(argv: readonly string[]): string[] {
  const args: string[] = [];
  for (const arg of argv) {
    if (args.at(-1) === `--${settings.tools.flag}` && /^-[a-z]\w/.test(arg)) args.push(`${args.pop()}=${arg}`);
    else args.push(arg);
  }
  return args;
}

/** The command line of a command: the flags of settings, and all that is the command's own. */
export interface Parted {
  /** As written, for `readArguments`. */
  readonly flags: readonly string[];
  readonly named: readonly Setting[];
  readonly rest: readonly string[];
}

const ourLetters = new Set(allSettings.flatMap(({ short }) => short ?? []));

/** `-owide` is a command's flag with its value, not five letters of which two are settings. */
const isOthers = (arg: string): boolean => /^-[a-zA-Z]./.test(arg) && !ourLetters.has(arg.charAt(1));

/**
 * Parts the command line of a command, whose settings may stand anywhere in it. Nothing is checked.
 *
 * @param argv the arguments after the program's name
 */
export function partArguments(argv: readonly string[]): Parted {
  const args = withTakenAway(argv);
  const { tokens } = parseArgs({ args, options: optionsOf(), strict: false, tokens: true, allowPositionals: true });
  const mine = new Set<number>();
  const named: Setting[] = [];
  for (const token of tokens) {
    const setting = token.kind === 'option' ? byName.get(token.name) : undefined;
    if (token.kind !== 'option' || setting === undefined || isOthers(args[token.index] ?? '')) continue;
    named.push(setting);
    mine.add(token.index);
    if (token.value !== undefined && !token.inlineValue) mine.add(token.index + 1);
  }
  const part = (own: boolean): string[] => args.filter((_, index) => mine.has(index) === own);
  return { flags: part(true), named, rest: part(false) };
}

/**
 * Reads the command line against the table of settings. A flag given twice: the last one counts, but lists
 * are joined.
 *
 * @param argv the arguments after the program's name
 * @throws ConfigError for an unknown flag, a missing value or an argument that is no flag; no value is repeated in it
 */
export function readArguments(argv: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: withTakenAway(argv),
    options: optionsOf(),
    // Our own sentences name the nearest flag; parseArgs would repeat values, which may be secrets.
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const asked = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  for (const print of ['help', 'version'] as const) {
    if (asked.includes(print)) return { print, values: new Map() };
  }
  const values = new Map<Setting, SettingText>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      throw new ConfigError(
        `Argument ${token.index + 1} is not a flag, and behind flags nothing else is taken: a command stands first, and a switch takes its value as in --debug=false.`,
      );
    }
    const setting = byName.get(token.name);
    if (!setting) throw unknownFlag(token.name, token.rawName);
    const text = token.value ?? (isSwitch(setting) ? 'true' : '');
    if (text === '' || (text.startsWith('-') && !token.inlineValue)) {
      throw new ConfigError(`${token.rawName} needs a value. See mistmcp --help.`);
    }
    const before = setting.kind === 'list' ? values.get(setting) : undefined;
    values.set(setting, { text: before ? `${before.text},${text}` : text, from: token.rawName });
  }
  return { values };
}
