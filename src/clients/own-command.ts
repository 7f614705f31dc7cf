import { isRecord, type JsonObject } from '../core/json.ts';
import { SERVER_NAME, TOKEN_VARIABLE } from './client.ts';

const pairs = (value: unknown, flag: string, between: string): string[] =>
  Object.entries(isRecord(value) ? value : {}).flatMap(([name, text]) => [flag, `${name}${between}${String(text)}`]);

const wordsIn = ({ command, args }: JsonObject): string[] =>
  [command, ...(Array.isArray(args) ? args : [])].map(String);

/** How applications that have a command for it add an entry for the person, in every folder. */
const ADDING: Readonly<Record<string, (entry: JsonObject) => readonly string[]>> = {
  'claude-code': (entry) => [
    ...['claude', 'mcp', 'add', '--scope', 'user'],
    ...(entry.url === undefined
      ? [SERVER_NAME, ...pairs(entry.env, '--env', '='), '--', ...wordsIn(entry)]
      : ['--transport', 'http', SERVER_NAME, String(entry.url), ...pairs(entry.headers, '--header', ': ')]),
  ],
  codex: (entry) => [
    ...['codex', 'mcp', 'add', SERVER_NAME],
    ...(entry.url === undefined
      ? [...pairs(entry.env, '--env', '='), '--', ...wordsIn(entry)]
      : ['--url', String(entry.url), '--bearer-token-env-var', TOKEN_VARIABLE]),
  ],
  'gemini-cli': (entry) => [
    ...['gemini', 'mcp', 'add', '--scope', 'user'],
    ...(entry.httpUrl === undefined
      ? [...pairs(entry.env, '-e', '='), SERVER_NAME, String(entry.command), '--', ...wordsIn(entry).slice(1)]
      : ['--transport', 'http', ...pairs(entry.headers, '-H', ': '), SERVER_NAME, String(entry.httpUrl)]),
  ],
};

/**
 * The command line of an application's own program that adds an entry, for the person in every folder; undefined where it
 * has none. What such a command cannot say, such as Codex's variables by name, is left out.
 *
 * @param id of the application
 * @param entry without a token in it: whoever looks at the processes of this machine would see one
 */
export const ownCommand = (id: string, entry: JsonObject): readonly string[] | undefined => ADDING[id]?.(entry);
