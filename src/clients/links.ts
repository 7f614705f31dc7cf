import type { JsonObject } from '../core/json.ts';
import { shellWords } from '../core/shell-words.ts';
import { type Client, SERVER_NAME } from './client.ts';
import { type EntryOptions, entryOf, refersToInput, tokenInput } from './entry.ts';
import { ownCommand } from './own-command.ts';

/** What an install link makes the client run. */
const PUBLISHED: EntryOptions = { target: { command: ['npx', '-y', SERVER_NAME] } };

const HOST_INPUT: JsonObject = {
  type: 'promptString',
  id: 'mist_host',
  description: 'Mist cloud: host, portal URL or region name',
  default: 'api.mist.com',
};

/**
 * The link that makes VS Code install this server. It carries questions for the token and the cloud, never values.
 *
 * @param client the row of VS Code
 */
export function vscodeLink(client: Client): string {
  const options = { ...PUBLISHED, cloud: `\${input:${String(HOST_INPUT.id)}}` };
  const entry = entryOf(client, options);
  const query = new URLSearchParams({
    name: SERVER_NAME,
    inputs: JSON.stringify([...(refersToInput(entry) ? [tokenInput] : []), HOST_INPUT]),
    config: JSON.stringify(entry),
  });
  // Some readers of such links take a plus sign for itself.
  return `https://insiders.vscode.dev/redirect/mcp/install?${query.toString().replaceAll('+', '%20')}`;
}

/**
 * The link that makes Cursor install this server; the token is a reference to a variable.
 *
 * @param client the row of Cursor
 */
export function cursorLink(client: Client): string {
  const config = Buffer.from(JSON.stringify(entryOf(client, PUBLISHED))).toString('base64');
  return `https://cursor.com/en/install-mcp?name=${SERVER_NAME}&config=${encodeURIComponent(config)}`;
}

/** The line by which Claude Code itself adds an entry for the person, in every folder. */
export const claudeCodeLine = (client: Client, options: EntryOptions): string =>
  shellWords([...(ownCommand(client.id, entryOf(client, options)) ?? [])]);
