import { version } from '../core/version.ts';
import type { Setting } from './setting.ts';
import { allSettings } from './settings.ts';

const INTRO = `mistmcp ${version}: an MCP server for Juniper Mist.

An MCP client starts it and talks to it over stdin and stdout:
  MIST_APITOKEN=... mistmcp

To try it without an account: mistmcp --demo

Commands, for people; mistmcp COMMAND --help tells more, and most take --demo, --env-file and the like too:
  doctor                  check Node, configuration, cloud and token, each failure with its remedy
  tools [NAME]            list the tools, or describe one
  call TOOL [KEY=VALUE]   call a tool
  schema [NAME] [PATH]    fields of a configuration object
  setup [CLIENT]          write this server into a client's configuration
  remove [CLIENT]         take it out again
  completion SHELL        print the completion script of bash, zsh or fish
  serve                   serve MCP, as without a command`;

function placeholderOf(setting: Setting): string {
  if (setting.kind === 'switch') return '';
  return setting.kind === 'choice' ? ` ${setting.choices.join('|')}` : ` ${setting.placeholder}`;
}

function flagOf(setting: Setting): string {
  if (setting.flag === undefined) return '';
  const short = setting.short === undefined ? '    ' : `-${setting.short}, `;
  return `${short}--${setting.flag}${placeholderOf(setting)}`;
}

function notes(setting: Setting): string[] {
  const fallback = setting.kind === 'switch' ? undefined : setting.default;
  return [
    fallback === undefined ? [] : [`default ${fallback}`],
    setting.kind === 'integer' ? [`${setting.min} to ${setting.max}`] : [],
    setting.aliases === undefined ? [] : [`also ${setting.aliases.map((alias) => `--${alias}`).join(', ')}`],
    setting.flagOnly === undefined ? [] : [`has no variable, ${setting.flagOnly}`],
  ].flat();
}

/** Three lines at most: the names, then what it does, so that nothing depends on the terminal's width. */
function entry(setting: Setting): string {
  const flag = flagOf(setting);
  const names = flag === '' ? `    ${setting.variable ?? ''}` : flag;
  const variable = flag === '' || setting.variable === undefined ? '' : `   [${setting.variable}]`;
  const extra = notes(setting);
  const text = extra.length === 0 ? setting.help : `${setting.help} (${extra.join('; ')})`;
  return `  ${names}${variable}\n          ${text}`;
}

/** The entries of settings that a command takes as flags. */
export const flagsHelp = (rows: readonly Setting[]): string => rows.map(entry).join('\n');

/** The text of `--help`, made from the table of settings. */
export function helpText(): string {
  const flags = allSettings.filter((setting) => setting.flag !== undefined);
  const variables = allSettings.filter((setting) => setting.flag === undefined);
  return [
    INTRO,
    '',
    'Variables:',
    ...variables.map(entry),
    '',
    'Flags, each with its variable; a flag beats a variable, and a variable beats the file of --env-file:',
    ...flags.map(entry),
    '  -h, --help',
    '  -V, --version',
    '',
    'A switch takes a value too: --debug=false. Variables are true or false, 1 or 0, yes or no, on or off.',
    '',
  ].join('\n');
}
