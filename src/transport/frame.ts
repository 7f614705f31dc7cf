import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { isRecord, type JsonObject } from '../core/json.ts';
import { isDeeper } from '../core/json-depth.ts';

/** Codes of JSON-RPC 2.0. */
const INVALID_REQUEST = -32_600;
export const INVALID_PARAMS = -32_602;

/** Deepest nesting of a message; what reads it further on calls itself for each level. */
export const MAX_DEPTH = 128;

/** Messages of a batch. */
const MAX_BATCH = 20;

/** The revision that had batches. */
const BATCH_REVISION = '2025-03-26';

/** An answer to what is no message that can be served. An id that cannot be read is null, as JSON-RPC has it. */
export interface ErrorFrame {
  readonly jsonrpc: '2.0';
  readonly id: string | number | null;
  readonly error: { readonly code: number; readonly message: string };
}

/** A message to serve, or the answer to what is none. */
export type Frame = { readonly message: JSONRPCMessage } | { readonly answer: ErrorFrame };

/** What came in one piece: one message, or the batch of a revision that has them. */
export interface Frames {
  readonly batch: boolean;
  readonly frames: readonly Frame[];
}

class FrameError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const invalidRequest = (message: string): FrameError => new FrameError(INVALID_REQUEST, message);
const invalidParams = (message: string): FrameError => new FrameError(INVALID_PARAMS, message);

/** What applications send for "nothing". */
const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/**
 * Reads what a client sent in one piece, the same way for every transport: what plainly means "absent" is taken away,
 * members of the root that nobody knows too, and what is wrong gets an answer of one sentence.
 *
 * @param value a JSON value
 * @param revision that client and server agreed on, where they have
 */
export function readFrames(value: unknown, revision: string | undefined): Frames {
  if (!Array.isArray(value)) return { batch: false, frames: [readFrame(value)] };
  const refuse = (message: string): Frames => ({
    batch: false,
    frames: [{ answer: errorFrame(null, invalidRequest(message)) }],
  });
  if (revision !== BATCH_REVISION) return refuse(`Batches are part of protocol revision ${BATCH_REVISION} only.`);
  if (value.length === 0) return refuse('A batch holds at least one message.');
  if (value.length > MAX_BATCH) return refuse(`A batch holds at most ${MAX_BATCH} messages.`);
  return { batch: true, frames: value.map(readFrame) };
}

function readFrame(value: unknown): Frame {
  try {
    return { message: parseMessage(value) };
  } catch (error) {
    const known = error instanceof FrameError ? error : invalidRequest('This is not a JSON-RPC 2.0 message.');
    return { answer: errorFrame(echoableId(value), known) };
  }
}

/** The id that an answer can carry. The id of an answer is one of ours, which the client may use for something else. */
function echoableId(value: unknown): string | number | null {
  const isAnswer = isRecord(value) && !('method' in value) && ('result' in value || 'error' in value);
  const id = isRecord(value) && !isAnswer ? value.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

const errorFrame = (id: string | number | null, { code, message }: FrameError): ErrorFrame => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

function parseMessage(value: unknown): JSONRPCMessage {
  if (!isRecord(value)) throw invalidRequest('A message must be a JSON object.');
  const { jsonrpc, id, method, params, result, error } = value;
  if (jsonrpc !== '2.0') throw invalidRequest('`jsonrpc` must be "2.0".');
  if ('id' in value && typeof id !== 'string' && !Number.isSafeInteger(id)) {
    throw invalidRequest('`id` must be a string or an integer.');
  }
  if (method === undefined && (isRecord(result) || isRecord(error))) {
    return parseJSONRPCMessage({ jsonrpc, id, ...(isRecord(error) ? { error } : { result }) });
  }
  if (typeof method !== 'string') throw invalidRequest('`method` must be a string.');
  const named = parametersOf(method, params, 'id' in value);
  return parseJSONRPCMessage({
    jsonrpc,
    ...('id' in value ? { id } : {}),
    method,
    ...(named === undefined ? {} : { params: named }),
  });
}

/** What methods need besides: a member's name and the type that it has. */
type Needs = Readonly<Record<string, 'string' | 'object'>>;

const NEEDS: Readonly<Record<string, Needs>> = {
  initialize: { protocolVersion: 'string', clientInfo: 'object' },
  'tools/call': { name: 'string' },
  'prompts/get': { name: 'string' },
  'resources/read': { uri: 'string' },
  'resources/subscribe': { uri: 'string' },
  'resources/unsubscribe': { uri: 'string' },
  'completion/complete': { ref: 'object', argument: 'object' },
  'logging/setLevel': { level: 'string' },
};

function parametersOf(method: string, params: unknown, isRequest: boolean): JsonObject | undefined {
  const given = isAbsent(params) || (Array.isArray(params) && params.length === 0) ? undefined : params;
  if (given !== undefined && !isRecord(given)) throw invalidParams('`params` must be an object.');
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    const kept = readMember(method, name, value);
    if (kept !== undefined) read[name] = kept;
  }
  if (isRequest) checkNeeds(method, read);
  return given === undefined && Object.keys(read).length === 0 ? undefined : read;
}

function checkNeeds(method: string, params: Record<string, unknown>): void {
  for (const [name, type] of Object.entries(NEEDS[method] ?? {})) {
    const value = params[name];
    if (type === 'string' ? typeof value === 'string' : isRecord(value)) continue;
    throw invalidParams(`\`${name}\` must be ${type === 'string' ? 'a string' : 'an object'} in ${method}.`);
  }
  if (method === 'completion/complete') checkCompletion(params);
  if (method !== 'initialize') return;
  params.capabilities ??= {};
  const { clientInfo, capabilities } = params;
  if (!isRecord(capabilities)) throw invalidParams('`capabilities` must be an object.');
  const isNamed = isRecord(clientInfo) && typeof clientInfo.name === 'string' && typeof clientInfo.version === 'string';
  if (!isNamed) throw invalidParams('`clientInfo` must hold `name` and `version`, both strings.');
}

function checkCompletion({ ref, argument }: Record<string, unknown>): void {
  const isPrompt = isRecord(ref) && ref.type === 'ref/prompt' && typeof ref.name === 'string';
  const isResource = isRecord(ref) && ref.type === 'ref/resource' && typeof ref.uri === 'string';
  if (!isPrompt && !isResource) {
    throw invalidParams('`ref` must be a "ref/prompt" with its `name` or a "ref/resource" with its `uri`.');
  }
  const isArgument = isRecord(argument) && typeof argument.name === 'string' && typeof argument.value === 'string';
  if (!isArgument) throw invalidParams('`argument` must hold `name` and `value`, both strings.');
}

/** A member of the parameters, or undefined where it counts as absent. */
function readMember(method: string, name: string, value: unknown): unknown {
  switch (name) {
    case '_meta':
      return readMeta(value);
    case 'cursor':
      if (!method.endsWith('/list')) return value;
      if (isAbsent(value)) return undefined;
      if (typeof value !== 'string') throw invalidParams('`cursor` must be a string.');
      return value;
    case 'arguments':
      if (method === 'prompts/get') return readTexts(readArguments(value));
      return method === 'tools/call' ? readArguments(value) : value;
    default:
      return value;
  }
}

/** A token of progress that is no string and no integer is left out: progress is an offer, not a duty. */
function readMeta(value: unknown): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  if (!isRecord(value)) throw invalidParams('`_meta` must be an object.');
  const { progressToken, ...others } = value;
  const isToken = typeof progressToken === 'string' || Number.isSafeInteger(progressToken);
  return isToken ? value : others;
}

/** Some models write their arguments as a JSON text. */
function readArguments(value: unknown): JsonObject | undefined {
  if (isAbsent(value) || value === '') return undefined;
  const read = typeof value === 'string' ? parseText(value) : value;
  if (!isRecord(read) || isDeeper(read, MAX_DEPTH)) throw invalidParams('`arguments` must be an object.');
  return read;
}

/** Arguments of a prompt are texts. */
function readTexts(given: JsonObject | undefined): JsonObject | undefined {
  if (!given) return undefined;
  const texts = Object.entries(given).flatMap(([name, value]) => {
    if (isAbsent(value)) return [];
    if (typeof value === 'object') throw invalidParams(`\`arguments.${name.slice(0, 60)}\` must be a string.`);
    return [[name, String(value)]];
  });
  return Object.fromEntries(texts);
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list of a validator's findings, which is what the SDK words a caller's mistake as. */
const DUMP = /^\s*\[\s*\{/;

/** An answer as it leaves: what a validator found wrong with the parameters is the caller's mistake, in one sentence. */
export function withPlainError(message: JSONRPCMessage): JSONRPCMessage {
  if (!('error' in message) || !DUMP.test(message.error.message)) return message;
  const findings = parseText(message.error.message);
  const [first]: unknown[] = Array.isArray(findings) ? findings : [];
  const path = isRecord(first) && Array.isArray(first.path) ? first.path.join('.').slice(0, 100) : '';
  const text = path === '' ? 'The parameters are not valid.' : `\`${path}\` is not valid.`;
  return { ...message, error: { code: INVALID_PARAMS, message: text } };
}
