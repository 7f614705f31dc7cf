import type { Command } from 'commander';
import { clients } from '../clients/clients.ts';
import type { Setting } from '../config/setting.ts';
import { allSettings } from '../config/settings.ts';
import { TOOL_GROUPS } from '../config/tools-setting.ts';
import { clouds } from '../mist/clouds.ts';
import { describeSchema, schemaNames } from '../mist/schema-lookup.ts';
import { allTools } from '../tools/index.ts';
import { commandSettings, OWN_FLAGS } from './settings.ts';
import { SHELLS } from './shells.ts';
import { inputsOf } from './tools.ts';

/** What could stand where the cursor is. */
export interface Candidate {
  readonly value: string;
  readonly about?: string | undefined;
}

const flagOf = ({ flag }: Setting): string => `--${flag}`;

const settingFlags = (rows: readonly Setting[]): Candidate[] =>
  rows.filter(({ flag }) => flag !== undefined).map((setting) => ({ value: flagOf(setting), about: setting.help }));

const toolNames = (): Candidate[] => allTools.map(({ name, title }) => ({ value: name, about: title }));

const groupNames = (): Candidate[] => ['core', ...Object.keys(TOOL_GROUPS)].map((value) => ({ value, about: 'group' }));

const plain = (values: readonly string[]): Candidate[] => values.map((value) => ({ value }));

/**
 * What may follow the words typed so far. Everything comes from this process: no file is read, no cloud is asked.
 *
 * @param words the words behind the program's name; the last is the one under the cursor, empty for a new one
 * @returns candidates that begin with that word; none where a file name or a free text is wanted
 */
export function candidates(program: Command, words: readonly string[]): readonly Candidate[] {
  const current = words.at(-1) ?? '';
  return all(program, words.slice(0, -1), current).filter(({ value }) => value.startsWith(current));
}

function all(program: Command, before: readonly string[], current: string): readonly Candidate[] {
  const [word, ...rest] = before;
  const setting = settingOf(before.at(-1));
  if (setting && setting.kind !== 'switch') return valuesOf(setting);
  if (word === undefined || word.startsWith('-') || word === 'serve') {
    if (current.startsWith('-')) return settingFlags(allSettings);
    return before.length > 0 ? [] : commandsOf(program);
  }
  const command = program.commands.find((one) => one.name() === word);
  if (!command) return [];
  const taken = command.options.find(({ long, short }) => [long, short].includes(before.at(-1)));
  if (taken?.required) return taken.long === '--try-clouds' ? cloudNames() : plain(taken.argChoices ?? []);
  if (current.startsWith('-')) return flagsOf(command);
  return argumentsOf(program, command, positional(rest, command), current);
}

const settingOf = (word: string | undefined): Setting | undefined =>
  allSettings.find(
    (setting) => setting.flag !== undefined && (word === flagOf(setting) || word === `-${setting.short}`),
  );

function valuesOf(setting: Setting): readonly Candidate[] {
  if (setting.kind === 'choice') return plain(setting.choices);
  if (setting.flag !== 'tools') return [];
  return [...groupNames(), ...toolNames()];
}

const commandsOf = (program: Command): Candidate[] =>
  program.commands
    .filter((command) => !command.name().startsWith('_'))
    .map((command) => ({ value: command.name(), about: command.description() }));

const cloudNames = (): Candidate[] => [
  { value: 'all', about: 'every public cloud' },
  ...clouds().map(({ name, region }) => ({ value: name, about: region })),
];

function flagsOf(command: Command): readonly Candidate[] {
  const own = command.options.map(({ long, description }) => ({ value: long ?? '', about: description }));
  return [
    ...own,
    ...(OWN_FLAGS.has(command.name()) || command.options.length === 0 ? [] : settingFlags(commandSettings)),
  ];
}

/** Words that are no flags and no values of flags. */
function positional(words: readonly string[], command: Command): readonly string[] {
  return words.filter((word, at) => {
    const previous = words[at - 1];
    const setting = settingOf(previous);
    const option = command.options.find(
      ({ long, short }) => previous !== undefined && [long, short].includes(previous),
    );
    const valued = (setting !== undefined && setting.kind !== 'switch') || option?.required === true;
    return !word.startsWith('-') && !valued;
  });
}

function argumentsOf(
  program: Command,
  command: Command,
  given: readonly string[],
  current: string,
): readonly Candidate[] {
  const [first] = given;
  switch (command.name()) {
    case 'completion':
      return first === undefined ? plain(SHELLS) : [];
    case 'tools':
      return first === undefined ? [...groupNames(), ...toolNames()] : [];
    case 'help':
      return first === undefined ? commandsOf(program) : [];
    case 'call':
      return first === undefined ? toolNames() : toolInputs(first, given.slice(1), current);
    case 'schema':
      return first === undefined ? plain([...schemaNames].sort()) : given.length === 1 ? schemaFields(first) : [];
    case 'setup':
    case 'remove':
      return first === undefined || command.name() === 'setup'
        ? clients.map(({ id, title }) => ({ value: id, about: title }))
        : [];
    default:
      return plain(command.registeredArguments[given.length]?.argChoices ?? []);
  }
}

/** `name=` for inputs that are not given yet, and the values of the one that is being typed. */
function toolInputs(name: string, given: readonly string[], current: string): readonly Candidate[] {
  const tool = allTools.find((one) => one.name === name);
  if (!tool) return [];
  const inputs = inputsOf(tool);
  const typed = inputs.find((input) => current.startsWith(`${input.name}=`));
  if (typed) {
    const values = typed.type === 'boolean' ? ['true', 'false'] : (typed.values ?? []);
    return values.map((value) => ({ value: `${typed.name}=${value}` }));
  }
  return inputs
    .filter((input) => !given.some((pair) => pair.startsWith(`${input.name}=`)))
    .map((input) => ({ value: `${input.name}=`, about: input.meaning }));
}

/** Fields of a schema's first level; a name that is none has no fields. */
function schemaFields(name: string): readonly Candidate[] {
  if (!schemaNames.includes(name)) return [];
  const { fields = [] } = describeSchema({ name });
  return fields.flatMap((line) => {
    const [, field] = /^([\w-]+)/.exec(line) ?? [];
    return field === undefined ? [] : [{ value: field, about: line.slice(field.length) }];
  });
}
