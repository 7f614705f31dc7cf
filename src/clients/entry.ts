import { isRecord, type JsonObject } from '../core/json.ts';
import { CLOUD_VARIABLE, type Client, TOKEN_INPUT, TOKEN_VARIABLE } from './client.ts';

/** What an entry should say. */
export interface EntryOptions {
  /** The program and its first arguments, or the address of a server that runs already. */
  readonly target: { readonly command: readonly string[] } | { readonly url: string };
  readonly demo?: boolean;
  readonly writeTools?: boolean;
  /** File with variables that the server reads the token from. */
  readonly envFile?: string;
  readonly cloud?: string;
  /** The token itself, to be written down; without it the client's own way of passing one is used. */
  readonly token?: string;
}

/** What stands where the token must be filled in by hand. */
export const BLANK = '<your Mist API token>';

/** What VS Code is told to ask for; the answer is never shown. */
export const tokenInput: JsonObject = {
  type: 'promptString',
  id: TOKEN_INPUT,
  description: 'Mist API token',
  password: true,
};

const filled = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const orNothing = (members: JsonObject): JsonObject | undefined =>
  Object.keys(members).length > 0 ? members : undefined;

function stdioEntry(client: Client, command: readonly string[], options: EntryOptions): JsonObject {
  const [program, ...first] = command;
  const flags = [
    ...(options.demo ? ['--demo'] : []),
    ...(options.writeTools ? ['--enable-write-tools'] : []),
    ...(options.envFile === undefined ? [] : ['-e', options.envFile]),
  ];
  // A reference that stays empty would hide the file's token, so there is one or the other.
  const passed = !options.demo && options.envFile === undefined;
  const token = options.token ?? (passed ? client.reference : undefined);
  const env = filled({ [TOKEN_VARIABLE]: token, [CLOUD_VARIABLE]: options.cloud });
  if (client.commandList) {
    const list = [program, ...first, ...flags];
    return filled({ type: client.types?.stdio, command: list, environment: orNothing(env), ...client.members });
  }
  return filled({
    type: client.types?.stdio,
    command: program,
    args: [...first, ...flags],
    env_vars: client.forwards && passed && options.token === undefined ? [TOKEN_VARIABLE] : undefined,
    env: orNothing(env),
    ...client.members,
  });
}

/** Whether an address is neither https nor on this machine. */
export function travelsInClear(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** For applications that only start programs. mcp-remote fills in variables, and a header's blank would split it. */
function remoteEntry(url: string, { cloud, token = BLANK }: EntryOptions): JsonObject {
  return {
    command: 'npx',
    args: [
      '-y',
      'mcp-remote',
      url,
      '--transport',
      'http-only',
      ...(travelsInClear(url) ? ['--allow-http'] : []),
      '--header',
      `Authorization:\${AUTH_HEADER}`,
      ...(cloud === undefined ? [] : ['--header', `X-Mist-Cloud:${cloud}`]),
    ],
    env: { AUTH_HEADER: `Bearer ${token}` },
  };
}

function httpEntry(client: Client, url: string, options: EntryOptions): JsonObject {
  if (client.url === undefined) return remoteEntry(url, options);
  const { headerReference } = client;
  const reference = options.token ?? headerReference ?? client.reference ?? (client.forwards ? undefined : BLANK);
  const headers = filled({
    Authorization: reference === undefined ? undefined : `Bearer ${reference}`,
    'X-Mist-Cloud': options.cloud,
  });
  const address = filled({ type: client.types?.http, [client.url]: url, ...client.members });
  if (headerReference !== undefined && options.token === undefined)
    return { ...address, env_vars: [TOKEN_VARIABLE], headers };
  if (!client.forwards || headerReference !== undefined) return { ...address, headers };
  const named = options.token === undefined ? { bearer_token_env_var: TOKEN_VARIABLE } : {};
  return filled({ ...address, ...named, http_headers: orNothing(headers) });
}

/** The entry as the client reads it, a plain object to be written as JSON or TOML. */
export function entryOf(client: Client, options: EntryOptions): JsonObject {
  return 'url' in options.target
    ? httpEntry(client, options.target.url, options)
    : stdioEntry(client, options.target.command, options);
}

/** Whether an entry, or a whole file, refers to the answer of the question for the token. */
export const refersToInput = (value: unknown): boolean =>
  JSON.stringify(value)?.includes(`\${input:${TOKEN_INPUT}}`) ?? false;

const MANAGED =
  'type command args env environment env_vars url httpUrl serverUrl headers bearer_token_env_var http_headers'.split(
    ' ',
  );

const rest = (value: unknown, without: readonly string[]): JsonObject =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !without.includes(name))) : {};

/**
 * The new entry together with what a person has added to the old one: settings of the client such as a time-out, and
 * further variables or headers as long as the transport is the same.
 */
export function withAdded(entry: JsonObject, old: unknown): JsonObject {
  if (!isRecord(old)) return entry;
  const added = rest(old, MANAGED);
  const within = (name: string, ours: readonly string[]): JsonObject => {
    const members = { ...rest(old[name], ours), ...(isRecord(entry[name]) ? entry[name] : {}) };
    return Object.keys(members).length > 0 ? { [name]: members } : {};
  };
  if ('command' in entry) {
    if (!('command' in old)) return { ...entry, ...added };
    const name = 'environment' in entry || 'environment' in old ? 'environment' : 'env';
    return { ...entry, ...within(name, [TOKEN_VARIABLE, CLOUD_VARIABLE, 'AUTH_HEADER']), ...added };
  }
  const name = 'http_headers' in entry || 'http_headers' in old ? 'http_headers' : 'headers';
  return { ...entry, ...within(name, ['Authorization', 'X-Mist-Cloud']), ...added };
}
