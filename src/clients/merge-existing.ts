import { settings } from '../config/settings.ts';
import { isRecord, type JsonObject } from '../core/json.ts';
import { CLOUD_VARIABLE, TOKEN_VARIABLE } from './client.ts';
import { BLANK, type EntryOptions } from './entry.ts';

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), value);
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : undefined;
};

/** Placeholders of every client begin with `$`, or with `{env:`. */
const isReference = (text: string): boolean => /\$|\{env:/.test(text);

function bearer(header: string | undefined): string | undefined {
  return header?.replace(/^Bearer\s+/i, '');
}

const originOf = (text: unknown): string | undefined =>
  typeof text === 'string' && URL.canParse(text) ? new URL(text).origin : undefined;

/** Whether the old entry leads to the same server, so that what it was trusted with may stay. */
function leadsTo(url: string, old: JsonObject): boolean {
  const args = Array.isArray(old.args) ? old.args : [];
  return [old.url, old.httpUrl, old.serverUrl, ...args].some((text) => originOf(text) === new URL(url).origin);
}

function writtenToken(old: JsonObject, { target }: EntryOptions): string | undefined {
  if (!('url' in target)) return textAt(old, 'env', TOKEN_VARIABLE) ?? textAt(old, 'environment', TOKEN_VARIABLE);
  if (!leadsTo(target.url, old)) return undefined;
  const headers = [
    textAt(old, 'headers', 'Authorization'),
    textAt(old, 'http_headers', 'Authorization'),
    textAt(old, 'env', 'AUTH_HEADER'),
  ];
  return bearer(headers.find((header) => header !== undefined));
}

function writtenCloud(old: JsonObject): string | undefined {
  const args: readonly unknown[] = Array.isArray(old.args) ? old.args : [];
  const given = args.find((arg): arg is string => typeof arg === 'string' && arg.startsWith('X-Mist-Cloud:'));
  return (
    textAt(old, 'env', CLOUD_VARIABLE) ??
    textAt(old, 'environment', CLOUD_VARIABLE) ??
    textAt(old, 'headers', 'X-Mist-Cloud') ??
    textAt(old, 'http_headers', 'X-Mist-Cloud') ??
    given?.slice('X-Mist-Cloud:'.length)
  );
}

/** Shorter texts are no tokens, and would be found inside other words. */
const SHORTEST_TOKEN = 8;

const TOKEN_NAME = new RegExp(`^(?:${TOKEN_VARIABLE}|AUTH_HEADER|Authorization)$`, 'i');

/** Every token that is written down in an entry, or under the name of this server's variable anywhere. */
export function tokensIn(value: unknown, name = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => tokensIn(item, name));
  if (isRecord(value)) return Object.entries(value).flatMap(([key, item]) => tokensIn(item, key));
  if (typeof value !== 'string') return [];
  // A bridge to a server that runs elsewhere takes its headers as arguments.
  const header = /^Authorization:\s*(.*)$/i.exec(value)?.[1];
  if (header === undefined && !TOKEN_NAME.test(name)) return [];
  const token = (header ?? value).trim().replace(/^(?:Bearer|Token)\s+/i, '');
  return token.length < SHORTEST_TOKEN || isReference(token) || token === BLANK ? [] : [token];
}

/**
 * A token is never written down without its cloud: an entry that names none would leave it to whatever else is read at
 * start. A server that runs already decides itself which cloud stands for none.
 */
export function withHost(options: EntryOptions): EntryOptions {
  if (options.cloud !== undefined || options.demo || 'url' in options.target) return options;
  return { ...options, cloud: settings.cloud.default };
}

/**
 * The options completed with what the old entry says and the person did not mention: the cloud, and a token that somebody
 * has written into the file already. A token never goes on to another server, nor beside a file that holds one.
 */
export function withKept(options: EntryOptions, old: unknown): EntryOptions {
  if (!isRecord(old)) return options;
  const token = options.token ?? (options.envFile === undefined ? writtenToken(old, options) : undefined);
  const cloud = options.cloud ?? writtenCloud(old);
  const usable = token !== undefined && !isReference(token) && token !== BLANK;
  return { ...options, ...(usable ? { token } : {}), ...(cloud === undefined ? {} : { cloud }) };
}
