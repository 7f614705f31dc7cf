import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { isRecord, type JsonObject } from '../core/json.ts';
import { FrameError, invalidParams, invalidRequest } from './frame-error.ts';
import { readParams } from './params.ts';

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
  if (!('id' in value)) return parseJSONRPCMessage({ jsonrpc, method, params: readNotice(method, params) });
  return parseRequest({ jsonrpc, id, method, params: readParams(method, params, true) });
}

/** Nobody answers a notification, so one with wrong parameters is no message at all. */
function readNotice(method: string, params: unknown): JsonObject | undefined {
  try {
    return readParams(method, params, false);
  } catch (error) {
    throw error instanceof FrameError ? invalidRequest(error.message) : error;
  }
}

/** What is left to find is a member of the parameters with a meaning of its own and another type. */
function parseRequest(request: JsonObject): JSONRPCMessage {
  try {
    return parseJSONRPCMessage(request);
  } catch {
    throw invalidParams('`_meta` is not valid.');
  }
}
