import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '../config/error.ts';
import { isRecord, type JsonObject } from '../core/json.ts';
import { type Client, SERVER_NAME, TOKEN_INPUT } from './client.ts';
import { BLANK, type EntryOptions, entryOf, refersToInput, tokenInput, withAdded } from './entry.ts';
import { appendTo, readJson, removeFrom, setIn } from './json-text.ts';
import { tokensIn, withHost, withKept } from './merge-existing.ts';
import { nativeEntry, standardEntry } from './native-entry.ts';
import { editToml, readToml } from './toml-text.ts';
import { editYaml, readYaml, writeYaml } from './yaml-text.ts';

/** One value that comes, goes or changes; undefined where there is none. */
export interface Part {
  readonly where: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a file will say, and what of it is different. */
export interface Change {
  readonly text: string;
  readonly parts: readonly Part[];
  /** The file as it was without the tokens in it, to be kept; undefined where one would stay. */
  readonly copy?: string | undefined;
}

const INPUTS = 'inputs';

/** A text may begin with a byte order mark, which is kept and read by nobody. */
const markOf = (text: string): string => (text.startsWith('\uFEFF') ? '\uFEFF' : '');

function read({ format }: Client, text: string): JsonObject {
  if (format === 'toml') return readToml(text);
  return format === 'yaml' ? readYaml(text) : readJson(text);
}

/** The servers by name. @throws ConfigError where they are not as the application has them */
function serversIn(client: Client, content: JsonObject): JsonObject {
  const servers = content[client.key] ?? (client.list ? [] : {});
  if (client.list) {
    if (!Array.isArray(servers)) throw new ConfigError(`${client.key} is not a list`);
    // Two of one name are told apart by their places, so that neither is lost in the comparison.
    const names = servers.map((server: unknown, at) =>
      isRecord(server) && server.name === SERVER_NAME ? SERVER_NAME : `${at}`,
    );
    if (names.filter((name) => name === SERVER_NAME).length > 1)
      throw new ConfigError(`${client.key} names ${SERVER_NAME} twice`);
    const others = servers.filter((_, at) => names[at] !== SERVER_NAME);
    const ours: unknown = servers[names.indexOf(SERVER_NAME)];
    return { others, ...(ours === undefined ? {} : { [SERVER_NAME]: ours }) };
  }
  if (!isRecord(servers)) throw new ConfigError(`${client.key} is not an object`);
  return servers;
}

const inputsIn = (content: JsonObject): readonly unknown[] => (Array.isArray(content[INPUTS]) ? content[INPUTS] : []);
const isOurInput = (input: unknown): boolean => isRecord(input) && input.id === TOKEN_INPUT;

const without = (content: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(content).filter(([other]) => other !== name));

/** Everything in a file that is not ours, for the proof that it stays. */
function others(client: Client, content: JsonObject): unknown {
  const servers = without(serversIn(client, content), SERVER_NAME);
  const inputs = inputsIn(content).filter((input) => !isOurInput(input));
  const remaining = without(without(content, client.key), client.asksForInputs ? INPUTS : '');
  return { remaining, servers, inputs: client.asksForInputs ? inputs : [] };
}

const entryIn = (client: Client, content: JsonObject): unknown => serversIn(client, content)[SERVER_NAME];

function edited(client: Client, text: string, entry: JsonObject | undefined): string {
  const path = [client.key, SERVER_NAME];
  if (client.format === 'toml') return editToml(text, path, entry);
  if (client.format === 'yaml')
    return editYaml(text, { key: client.key, name: SERVER_NAME, list: client.list === true }, entry);
  const servers = entry ? setIn(text, path, entry) : removeFrom(text, path);
  if (!client.asksForInputs) return servers;
  const content = readJson(servers);
  const index = inputsIn(content).findIndex(isOurInput);
  const needed = refersToInput(content.servers);
  if (needed && index < 0) return appendTo(servers, INPUTS, tokenInput);
  return !needed && index >= 0 ? removeFrom(servers, [INPUTS, index]) : servers;
}

function change(client: Client, marked: string, entryFor: (old: unknown) => JsonObject | undefined): Change {
  const mark = markOf(marked);
  const given = marked.slice(mark.length);
  const text = client.frame && given.trim() === '' ? writeYaml(client.frame) : given;
  const before = read(client, text);
  const old = entryIn(client, before);
  const made = entryFor(standardEntry(client, old));
  const entry = made && nativeEntry(client, made);
  const where = `${client.key}.${SERVER_NAME}`;
  const input = inputsIn(before).find(isOurInput);
  const asked = !client.asksForInputs || input !== undefined || !refersToInput(entry);
  if (isDeepStrictEqual(plain(old), plain(entry)) && asked) return { text: marked, parts: [] };

  const next = edited(client, text, entry);
  const after = read(client, next);
  const same = isDeepStrictEqual(others(client, before), others(client, after));
  if (!same || !isDeepStrictEqual(plain(entryIn(client, after)), plain(entry))) {
    throw new ConfigError(`${where} is written in a way that cannot be changed without touching the rest`);
  }
  const parts = [
    { where, before: old, after: entry },
    { where: INPUTS, before: input, after: inputsIn(after).find(isOurInput) },
  ];
  return {
    text: mark + next,
    copy: withoutTokens(client, marked, before),
    parts: parts.filter((part) => !isDeepStrictEqual(part.before, part.after)),
  };
}

/** @param content the text as it was read */
function withoutTokens(client: Client, marked: string, content: JsonObject): string | undefined {
  // The longest first: one may be the beginning of another.
  const tokens = [...tokensIn(content)].sort((a, b) => b.length - a.length);
  const copy = tokens.reduce((rest, token) => rest.replaceAll(token, BLANK), marked);
  // A token that is written in another way than it reads, such as with its letters as numbers, would still be there.
  return tokensIn(read(client, copy.slice(markOf(copy).length))).length === 0 ? copy : undefined;
}

/** Readers make objects of different kinds of the same content. */
const plain = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner)));

/**
 * What a client's file becomes when it gets an entry for this server, or a new one in place of the old.
 *
 * @param text the file as it is; empty where there is none
 * @throws ConfigError the rest of a sentence about the file, when it cannot be read or our part of it not be changed alone
 */
export const setupChange = (client: Client, text: string, options: EntryOptions): Change =>
  change(client, text, (old) => withAdded(entryOf(client, withHost(withKept(options, old))), old));

/**
 * What an entry says in the end: the options, with the token and the cloud that stay from the one that is there.
 *
 * @throws ConfigError like `setupChange`
 */
export const optionsWithKept = (client: Client, text: string, options: EntryOptions): EntryOptions =>
  withKept(options, standardEntry(client, entryIn(client, read(client, text.slice(markOf(text).length)))));

/** What a client's file becomes without this server. @throws ConfigError like `setupChange` */
export const removalChange = (client: Client, text: string): Change => change(client, text, () => undefined);

/** Whether a client's file has an entry for this server. @throws ConfigError like `setupChange` */
export const hasEntry = (client: Client, text: string): boolean =>
  entryIn(client, read(client, text.slice(markOf(text).length))) !== undefined;
