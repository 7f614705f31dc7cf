import type { Readable, Writable } from 'node:stream';
import { isRecord } from '../../core/json.ts';
import { identity } from '../../identity.ts';
import { instructions } from '../../instructions.ts';

/** Revisions that begin with `initialize`; any other is for the SDK to negotiate. */
const REVISIONS = new Set(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07']);

/** What the SDK declares for a server with tools, prompts and resources, in its order. */
const CAPABILITIES = {
  tools: { listChanged: true },
  completions: {},
  prompts: { listChanged: true },
  resources: { listChanged: true },
};

/** How long a greeting is waited for before the rest is loaded, in milliseconds; a client has mostly sent it already. */
const PATIENCE = 10;

/** A greeting that has been answered. */
export interface Greeted {
  readonly id: string | number;
  /** The answer as a line of the protocol. */
  readonly line: string;
}

const onlyKeys = (value: Record<string, unknown>, ...keys: readonly string[]): boolean =>
  Object.keys(value).every((key) => keys.includes(key));

const isId = (id: unknown): id is string | number => typeof id === 'string' || Number.isSafeInteger(id);

const isClientInfo = (info: unknown): boolean =>
  isRecord(info) &&
  onlyKeys(info, 'name', 'title', 'version') &&
  typeof info.name === 'string' &&
  typeof info.version === 'string' &&
  ['string', 'undefined'].includes(typeof info.title);

/** The capabilities that applications send today; whatever else they hold is for the SDK to judge. */
const isCapabilities = (capabilities: unknown): boolean =>
  isRecord(capabilities) &&
  onlyKeys(capabilities, 'roots', 'sampling', 'elicitation') &&
  Object.entries(capabilities).every(
    ([name, value]) =>
      isRecord(value) &&
      Object.entries(value).every(([key, detail]) =>
        name === 'roots' ? key === 'listChanged' && typeof detail === 'boolean' : isEmpty(detail),
      ),
  );

const isEmpty = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * The answer to a plain greeting, byte for byte what the SDK says to it.
 *
 * @param line a message as it was read
 * @returns nothing for every other message, and for a greeting with anything unusual in it: the SDK answers those
 */
export function greetingFor(line: string): Greeted | undefined {
  const message = parsed(line);
  if (!isRecord(message) || !onlyKeys(message, 'jsonrpc', 'id', 'method', 'params')) return undefined;
  const { jsonrpc, id, method, params } = message;
  if (jsonrpc !== '2.0' || method !== 'initialize' || !isId(id) || !isRecord(params)) return undefined;
  const { protocolVersion, capabilities, clientInfo } = params;
  const plain =
    onlyKeys(params, 'protocolVersion', 'capabilities', 'clientInfo') &&
    typeof protocolVersion === 'string' &&
    REVISIONS.has(protocolVersion) &&
    isCapabilities(capabilities) &&
    isClientInfo(clientInfo);
  if (!plain) return undefined;
  const result = { protocolVersion, capabilities: CAPABILITIES, serverInfo: identity, instructions };
  return { id, line: `${JSON.stringify({ result, jsonrpc: '2.0', id })}\n` };
}

/** Resolves when something can be read, or soon. */
function arrival(stdin: Readable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stdin.off('readable', done);
      resolve();
    };
    // On a busy machine the time is over before anybody has looked at the stream, so it is looked at once more.
    const timer = setTimeout(() => setImmediate(done), PATIENCE);
    stdin.once('readable', done);
  });
}

/**
 * Answers a greeting that is there already, before the SDK and the tools are loaded: the application goes on while they
 * are. All that was read stays in the stream, so that the SDK hears the greeting too and knows its client.
 *
 * @returns the greeting that was answered, whose answer by the SDK is not to be sent again
 */
export async function greet(stdin: Readable, stdout: Writable): Promise<Greeted | undefined> {
  await arrival(stdin);
  // Reading an empty stream that has ended would end it before anybody listens.
  const chunk: unknown = stdin.readableLength > 0 ? stdin.read() : undefined;
  if (!Buffer.isBuffer(chunk)) return undefined;
  stdin.unshift(chunk);
  const end = chunk.indexOf('\n');
  const greeted = end < 0 ? undefined : greetingFor(chunk.toString('utf8', 0, end));
  if (greeted) await new Promise((resolve) => stdout.write(greeted.line, resolve));
  return greeted;
}
