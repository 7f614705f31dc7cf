import type { ServerResponse } from 'node:http';
import type { AuthInfo, JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/server';
import type { JsonObject } from '../../core/json.ts';
import type { ErrorFrame, Frames } from '../frame.ts';
import { INVALID_REQUEST } from '../frame-error.ts';
import { withPlainError } from '../plain-error.ts';
import type { Acceptable } from './accept.ts';
import { QuestionIds } from './question-ids.ts';
import { HttpRefusal, sendRefusal } from './refusal.ts';

type Answer = JSONRPCMessage | ErrorFrame;

/** One sentence for ids that never were, are over, or belong to another token: nobody learns which. */
export const sessionNotFound = (): HttpRefusal => new HttpRefusal(404, 'Session not found', { code: -32_001 });

/** How long a client hears nothing before a stream tells it that the server lives, in milliseconds. */
const KEEP_ALIVE_MS = 15_000;

/** Id of an opening that is played again. */
const RESUMED = 'resumed';

const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** A POST whose requests are under way. */
interface Exchange {
  readonly response: ServerResponse;
  readonly accept: Acceptable;
  readonly open: Set<RequestId>;
  /** A batch is answered as one. */
  readonly batch: boolean;
  readonly answers: Answer[];
  /** Epoch milliseconds of what was sent last, or of its beginning. */
  heardAt: number;
}

/**
 * The 2025 revisions of the protocol over node:http, for one session. An answer that comes first is sent as JSON; once
 * progress or a question precedes it, or it takes long, the response becomes a stream, where the client reads those.
 */
export class SessionTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: ((message: JSONRPCMessage, extra?: { authInfo?: AuthInfo }) => void) | undefined;
  readonly sessionId: string;
  /** What those are told who still wait when the session ends. */
  farewell: () => HttpRefusal = sessionNotFound;
  /** That client and server agreed on, once they have. */
  revision: string | undefined;

  /** The POST that an answer goes to, by the request's id. */
  readonly #exchanges = new Map<RequestId, Exchange>();
  readonly #questions = new QuestionIds();
  /** Told what came of the opening that is played again. */
  #resumed: ((answer: JSONRPCMessage) => void) | undefined;
  #listener: { readonly response: ServerResponse; heardAt: number } | undefined;
  #closed = false;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  async start(): Promise<void> {}

  setProtocolVersion(version: string): void {
    this.revision = version;
  }

  /**
   * Goes on with a session that another replica opened: its opening is played again, and nobody is answered.
   *
   * @param params of `initialize`
   * @throws Error when the protocol does not take them
   */
  async resume(params: JsonObject, authInfo: AuthInfo): Promise<void> {
    const answer = await new Promise<JSONRPCMessage>((resolve) => {
      this.#resumed = resolve;
      this.onmessage?.({ jsonrpc: '2.0', id: RESUMED, method: 'initialize', params }, { authInfo });
    });
    if (!('result' in answer)) throw new Error('The session cannot be opened again.');
    this.onmessage?.({ jsonrpc: '2.0', method: 'notifications/initialized' }, { authInfo });
  }

  /** Whether a message belongs to something that is under way here, where it belongs to something at all. */
  expects(message: JSONRPCMessage): boolean {
    if (!('method' in message)) return this.#questions.numberOf(message.id) !== undefined;
    if (message.method !== 'notifications/cancelled') return true;
    const { requestId } = message.params ?? {};
    return (typeof requestId === 'string' || typeof requestId === 'number') && this.#exchanges.has(requestId);
  }

  /** Takes a message that came another way than in a request, if it belongs to something here. */
  take(message: JSONRPCMessage, authInfo: AuthInfo): void {
    if (this.expects(message)) this.#hand(message, authInfo);
  }

  /** Whether a client listens already; one is enough for a session. */
  get isListenedTo(): boolean {
    return this.#listener !== undefined;
  }

  /**
   * Takes what a POST brought and answers it, when its requests have been worked on.
   *
   * @param frames of which at least one is a message
   */
  receive({ frames, batch }: Frames, response: ServerResponse, accept: Acceptable, authInfo: AuthInfo): void {
    const open = new Set<RequestId>();
    const answers: Answer[] = [];
    const exchange: Exchange = { response, accept, open, batch, answers, heardAt: Date.now() };
    const messages: JSONRPCMessage[] = [];
    for (const frame of frames) {
      if ('answer' in frame) {
        answers.push(frame.answer);
        continue;
      }
      const { message } = frame;
      if ('method' in message && 'id' in message) {
        // Two answers under one id would be one too many for one request, and none for the other.
        if (this.#exchanges.has(message.id)) {
          answers.push(underWay(message.id));
          continue;
        }
        open.add(message.id);
        this.#exchanges.set(message.id, exchange);
      }
      messages.push(message);
    }
    response.setHeader('Mcp-Session-Id', this.sessionId);
    response.once('close', () => this.#forget(exchange));
    if (open.size === 0) finish(exchange);
    for (const message of messages) this.#hand(message, authInfo);
  }

  /** Opens the stream on which the server speaks without being asked. */
  listen(response: ServerResponse): void {
    this.#listener = { response, heardAt: Date.now() };
    response.once('close', () => {
      if (this.#listener?.response === response) this.#listener = undefined;
    });
    response.writeHead(200, { ...STREAM_HEADERS, 'Mcp-Session-Id': this.sessionId });
    response.flushHeaders();
  }

  async send(sent: JSONRPCMessage, options?: { relatedRequestId?: RequestId | undefined }): Promise<void> {
    if (this.#closed) throw new Error('The session has ended.');
    const message = withPlainError(sent);
    if ('method' in message) return this.#say(message, options?.relatedRequestId);
    const { id } = message;
    if (id === RESUMED && this.#resumed) {
      this.#resumed(sent);
      this.#resumed = undefined;
      return;
    }
    const exchange = id === undefined ? undefined : this.#exchanges.get(id);
    // The client has gone without waiting; there is nobody to tell.
    if (id === undefined || !exchange) return;
    this.#exchanges.delete(id);
    exchange.open.delete(id);
    if (exchange.response.headersSent || !exchange.accept.json) writeEvent(exchange, message);
    else exchange.answers.push(message);
    if (exchange.open.size === 0) finish(exchange);
  }

  /** Tells clients that have heard nothing for a while that their request is still worked on. */
  keepAlive(now: number): void {
    const quiet = new Set([...this.#exchanges.values()].filter(({ heardAt }) => now - heardAt >= KEEP_ALIVE_MS));
    for (const exchange of quiet) {
      if (!exchange.accept.stream) continue;
      openStream(exchange);
      exchange.response.write(': keepalive\n\n');
      exchange.heardAt = now;
    }
    if (this.#listener && now - this.#listener.heardAt >= KEEP_ALIVE_MS) {
      this.#listener.response.write(': keepalive\n\n');
      this.#listener.heardAt = now;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const { response } of new Set(this.#exchanges.values())) end(response, this.farewell());
    this.#exchanges.clear();
    if (this.#listener) end(this.#listener.response, this.farewell());
    this.#listener = undefined;
    this.onclose?.();
  }

  /** A question or a notification: on the stream of the request that it belongs to, else on the listening one. */
  #say(sent: JSONRPCMessage, related: RequestId | undefined): void {
    const message = this.#questions.named(sent);
    const isQuestion = 'id' in message;
    const exchange = related === undefined ? undefined : this.#exchanges.get(related);
    if (exchange?.accept.stream) writeEvent(exchange, message);
    else if (this.#listener && (isQuestion || related === undefined)) {
      this.#listener.heardAt = Date.now();
      this.#listener.response.write(eventOf(message));
    } else if (isQuestion) throw new Error('The client has no stream open on which it could be asked.');
  }

  #hand(message: JSONRPCMessage, authInfo: AuthInfo): void {
    if ('method' in message) {
      this.onmessage?.(message, { authInfo });
      return;
    }
    const id = this.#questions.numberOf(message.id);
    // An answer to what nobody asked here says nothing.
    if (id !== undefined) this.onmessage?.({ ...message, id }, { authInfo });
  }

  #forget({ open }: Exchange): void {
    for (const id of open) this.#exchanges.delete(id);
  }
}

const underWay = (id: RequestId): ErrorFrame => ({
  ...{ jsonrpc: '2.0', id },
  error: { code: INVALID_REQUEST, message: 'A request with this id is under way; give each one of its own.' },
});

const eventOf = (message: Answer): string => `event: message\ndata: ${JSON.stringify(message)}\n\n`;

function openStream({ response, answers }: Exchange): void {
  if (response.headersSent) return;
  response.writeHead(200, STREAM_HEADERS);
  for (const answer of answers.splice(0)) response.write(eventOf(answer));
}

function writeEvent(exchange: Exchange, message: Answer): void {
  openStream(exchange);
  exchange.response.write(eventOf(message));
  exchange.heardAt = Date.now();
}

/** Ends a POST whose requests are all answered. */
function finish(exchange: Exchange): void {
  const { response, answers, batch, accept } = exchange;
  if (response.headersSent) response.end();
  else if (answers.length === 0) response.writeHead(202).end();
  else if (!accept.json) {
    openStream(exchange);
    response.end();
  } else {
    const body = JSON.stringify(batch ? answers : answers[0]);
    response
      .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
      .end(body);
  }
}

/** Ends a response in whatever state it is; what was asked is not answered anymore. */
function end(response: ServerResponse, farewell: HttpRefusal): void {
  if (response.headersSent) response.end();
  else sendRefusal(response, farewell);
}
