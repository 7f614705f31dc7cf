import { setupChange } from '../../src/clients/change.ts';
import { type Client, type System, systems } from '../../src/clients/client.ts';
import { clients, findClient } from '../../src/clients/clients.ts';
import type { EntryOptions } from '../../src/clients/entry.ts';
import { claudeCodeLine, cursorLink, vscodeLink } from '../../src/clients/links.ts';
import { ownCommand } from '../../src/clients/own-command.ts';
import { inShell } from '../../src/clients/program.ts';
import { passesToken, tokenWords } from '../../src/clients/token-instructions.ts';

const SYSTEMS: Readonly<Record<System, string>> = { mac: 'macOS', windows: 'Windows', linux: 'Linux' };
const NPX = ['npx', '-y', 'mistmcp'];
const CLOUD = 'api.eu.mist.com';

const local: EntryOptions = { target: { command: NPX }, cloud: CLOUD };
const demo: EntryOptions = { target: { command: NPX }, demo: true };
const team: EntryOptions = { target: { url: 'https://mistmcp.example.com/mcp' }, cloud: CLOUD };

const code = (text: string): string => `\`${text}\``;
const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trim()}\n\`\`\``;

/** What setup writes into an empty file, so that page and command cannot differ. */
const snippet = (client: Client, options: EntryOptions): string =>
  fence(client.format, setupChange(client, '', options).text);

function places(client: Client): string[] {
  const paths = new Set(systems.map((system) => client.user[system].replaceAll('\\', '/')));
  const rows =
    paths.size === 1
      ? [`| yours | ${systems.map((system) => SYSTEMS[system]).join(', ')} | ${code(client.user.linux)} |`]
      : systems.map((system) => `| yours | ${SYSTEMS[system]} | ${code(client.user[system])} |`);
  const packaged =
    client.packaged === undefined ? [] : [`| yours | Windows, where this folder exists | ${code(client.packaged)} |`];
  const project = client.project === undefined ? [] : [`| a project’s | | ${code(client.project)} in its folder |`];
  const moved = client.moved ? ['', `${code(client.moved.variable)}, where set, is the folder of your own file.`] : [];
  return ['| file | | |', '|---|---|---|', ...rows, ...packaged, ...project, ...moved];
}

/** Buttons that install the published package; the token is asked for or referred to, never part of the link. */
export function installButtons(): string {
  const badge = (label: string, link: string): string =>
    `[![${label}](https://img.shields.io/badge/${encodeURIComponent(label.replaceAll(' ', '_'))}-mistmcp-0098FF)](${link})`;
  const [vscode, cursor] = [findClient('vscode'), findClient('cursor')];
  if (!vscode || !cursor) throw new Error('The buttons need the rows of VS Code and Cursor');
  return `${badge('Install in VS Code', vscodeLink(vscode))} ${badge('Install in Cursor', cursorLink(cursor))}`;
}

function button({ id }: Client): string[] {
  const [vscode = '', cursor = ''] = installButtons().split(/ (?=\[!)/);
  const own: Readonly<Record<string, string>> = { vscode, cursor };
  return own[id] === undefined ? [] : [own[id], ''];
}

function ownCommands(client: Client): string[] {
  const [program] = ownCommand(client.id, {}) ?? [];
  if (program === undefined) return [];
  const uses = `On macOS and Linux, where \`${program}\` is found, \`mistmcp setup\` lets \`${program} mcp add\` write a new entry of your own, and adds what that cannot say.`;
  if (client.id !== 'claude-code') return ['', uses];
  const lines = [local, demo, team].map((options) => claudeCodeLine(client, options));
  return [
    '',
    uses,
    '',
    'Or with Claude Code’s own command, for this machine, the simulated cloud and a team’s server:',
    '',
    fence('sh', lines.join('\n')),
  ];
}

function windows(client: Client): string[] {
  if (!client.needsShell) return [];
  const options = { ...local, target: { command: inShell(NPX) } };
  return ['', 'On Windows npx is a script that needs a shell:', '', snippet(client, options)];
}

function page(client: Client): string {
  const { id, title } = client;
  return [
    `# ${title}`,
    '',
    ...(client.note === undefined ? [] : [client.note, '']),
    ...button(client),
    fence('sh', `npx mistmcp setup ${id} --cloud ${CLOUD}`),
    '',
    `It shows the change, asks, keeps one copy of the file beside it, without tokens, and leaves everything else in it as it is. ${code('--dry-run')} only shows. ${code(`npx mistmcp remove ${id}`)} takes the entry and the copy away again. All flags: ${code('mistmcp setup --help')}.`,
    '',
    '## By hand',
    '',
    ...places(client),
    '',
    snippet(client, local),
    ...windows(client),
    ...ownCommands(client),
    '',
    'To try it without an account:',
    '',
    snippet(client, demo),
    '',
    'A [server for a team](../http.md), which is running already:',
    '',
    snippet(client, team),
    '',
    '## The token',
    '',
    tokenWords(client, local),
    ...(passesToken(client) ? [] : ['', tokenWords(client, team)]),
    '',
    '## Confirmations',
    '',
    `Whoever changes a network with \`mistmcp\` is asked first ([how](../writing.md)). ${client.confirms}`,
    '',
    '## Does it work?',
    '',
    `${client.check} Then ask: “Which Mist organization do you see?” The answer comes from \`mist_get_self\`.`,
    '',
    client.seen === undefined
      ? 'Nobody has tried the real program here yet; file and entry are as its documentation has them.'
      : `Seen with the real program, by \`npm run agents\`: ${client.seen}.`,
    '',
  ].join('\n');
}

function index(): string {
  const rows = clients.map(
    ({ id, title, key, format }) =>
      `| [${title}](${id}.md) | \`mistmcp setup ${id}\` | ${code(key)}, ${format.toUpperCase()} |`,
  );
  return [
    '# Clients',
    '',
    installButtons(),
    '',
    '| client | | entries in |',
    '|---|---|---|',
    ...rows,
    '',
    'On a terminal `mistmcp setup` without a name asks for everything: which applications, which cloud, whose token. It calls the API once, shows who the token is and what it may do, keeps it in `~/.config/mistmcp/env` for you alone, and writes the entries after a yes to each. Elsewhere it lists which applications have a configuration on this machine, and which know this server. With names it asks the cloud in the same way where it knows the token, and writes nothing that the cloud refuses; `--no-check` leaves that out.',
    '',
    'The token is never written unless `--with-token` says so; each page tells how the client passes it instead. `-e FILE` works with all of them: the server itself reads `MIST_APITOKEN` from that file.',
    '',
    'The buttons and `npx` need the published package. Entries of applications that are not started from a terminal hold the whole path of Node and of npx. From a clone, `node dist/mistmcp.js setup …` writes the path of that file instead, and `--command "…"` any other command line.',
    '',
    'These pages are made from the same table as the command, by `npm run docs`.',
    '',
  ].join('\n');
}

/** The pages about clients, by file. */
export function clientPages(): Map<string, string> {
  const pages = clients.map((client) => [`docs/clients/${client.id}.md`, page(client)] as const);
  return new Map([['docs/clients/README.md', index()], ...pages]);
}
