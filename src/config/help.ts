import { version } from '../core/version.ts';
import { wrapText } from '../core/wrap-text.ts';
import { httpSettings } from './http-settings.ts';
import type { Setting } from './setting.ts';
import { allSettings, settings } from './settings.ts';

/** Characters of a line: what every terminal has. */
const WIDTH = 80;
const NAME_WIDTH = 24;
const TEXT_INDENT = '        ';

/** Commands by what a person wants, with what stands behind the name and what it does. */
const COMMANDS: readonly { readonly heading: string; readonly rows: readonly (readonly [string, string])[] }[] = [
  {
    heading: 'Begin',
    rows: [
      ['demo', 'a tour on a simulated cloud: no account, no token'],
      ['setup [CLIENT...]', 'add this server to MCP applications, step by step'],
      ['remove [CLIENT]', 'take it out again'],
      ['doctor', 'check Node, configuration, cloud and token'],
      ['profile ACTION', 'Mist tokens under names: list, add, test, remove'],
    ],
  },
  {
    heading: 'Use',
    rows: [
      ['tools [NAME|GROUP]', 'list the tools, or describe one'],
      ['call TOOL [KEY=VALUE...]', 'call a tool: a table here, JSON in a pipe'],
      ['schema [NAME] [PATH]', 'fields of a configuration object'],
    ],
  },
  {
    heading: 'Configuration as a whole',
    rows: [
      ['snapshot [NAME] FOLDER', 'write an organization or site as files for git'],
      ['compare LEFT RIGHT', 'how two snapshots, sites or templates differ'],
      ['audit [NAME|FOLDER]', 'what is wrong, by the rules of a catalog'],
      ['restore FOLDER', 'make what is live like a snapshot'],
      ['apply FILE', 'make the changes of a plan or a table of variables'],
      ['copy-site SITE NAME', 'create a site like another one'],
      ['run ACTION [RUN]', 'runs of plans: list, continue, undo'],
    ],
  },
  {
    heading: 'Serve',
    rows: [['serve', 'serve MCP over stdio, as without a command']],
  },
  {
    heading: 'More',
    rows: [
      ['spec update', 'follow a release of the Mist API before mistmcp does'],
      ['completion SHELL', 'print the completion script of bash, zsh or fish'],
      ['help [COMMAND]', 'this text, or a command with an example'],
      ['version', 'print the version'],
    ],
  },
];

const { transport, host, port } = settings;
const HTTP: readonly Setting[] = [transport, host, port, ...Object.values(httpSettings)];

/** Settings by what they are about, in the order of the help. */
const GROUPS: readonly { readonly heading: string; readonly rows: readonly Setting[] }[] = [
  {
    heading: 'Token, cloud and network',
    rows: [
      ...[settings.token, settings.cloud, settings.envFile, settings.configFile, settings.profile, settings.demo],
      ...[settings.timeoutSeconds, settings.proxy, settings.noProxy, settings.specLayer],
    ],
  },
  {
    heading: 'Tools, answers and changes',
    rows: [
      ...[settings.tools, settings.writeTools, settings.noElicitation, settings.auditLog],
      ...[settings.revealSecrets, settings.maxResponseTokens, settings.responseFormat],
    ],
  },
  { heading: 'Serving over HTTP', rows: HTTP },
  { heading: 'Logs', rows: [settings.logFile, settings.logFormat, settings.debug] },
];

const grouped = new Set(GROUPS.flatMap(({ rows }) => rows));

/** What stands in no group has one of its own, so that nothing is missing. */
const OTHERS = { heading: 'Further settings', rows: allSettings.filter((setting) => !grouped.has(setting)) };

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

/** The names, then what it does, in lines of 80 characters at most. */
function entry(setting: Setting): string {
  const flag = flagOf(setting);
  const names = flag === '' ? `    ${setting.variable ?? ''}` : flag;
  const variable = flag === '' || setting.variable === undefined ? '' : `   [${setting.variable}]`;
  const extra = notes(setting);
  const text = extra.length === 0 ? setting.help : `${setting.help} (${extra.join('; ')})`;
  return `  ${names}${variable}\n${wrapText(text, WIDTH, TEXT_INDENT)}`;
}

const commandRow = ([name, text]: readonly [string, string]): string => `  ${name.padEnd(NAME_WIDTH)}  ${text}`;

/** The text of `--help` and `mistmcp help`, made from the table of settings. */
export function helpText(): string {
  const commands = COMMANDS.flatMap(({ heading, rows }) => [heading, ...rows.map(commandRow), '']);
  const all = OTHERS.rows.length > 0 ? [...GROUPS, OTHERS] : GROUPS;
  const groups = all.flatMap(({ heading, rows }) => [heading, ...rows.map(entry), '']);
  return [
    `mistmcp ${version}: Juniper Mist for AI assistants (MCP), and from a terminal.`,
    '',
    ...commands,
    'mistmcp help COMMAND shows its own flags and an example.',
    '',
    'SETTINGS',
    wrapText(
      'Flags with their variables. A flag beats a variable, and a variable beats the file of -e. All count for serving; commands take those that are not about HTTP. A switch takes a value too: --debug=false.',
      WIDTH,
    ),
    '',
    ...groups,
    '  -h, --help, -V, --version',
    '',
  ].join('\n');
}
