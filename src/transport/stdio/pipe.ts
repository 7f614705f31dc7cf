import type { Readable, Writable } from 'node:stream';
import {
  type JSONRPCMessage,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
  type Transport,
} from '@modelcontextprotocol/server';
import { MAX_DEPTH } from '../../core/json-depth.ts';
import { scanJson } from '../../core/json-scan.ts';
import { type ErrorFrame, readFrames } from '../frame.ts';
import { withPlainError } from '../plain-error.ts';
import { Lines } from './lines.ts';

type Answer = JSONRPCMessage | ErrorFrame;

/** Error codes of the protocol for a connection that is gone, and for an answer that did not come in time. */
const CONNECTION_CLOSED = -32_000;
const REQUEST_TIMEOUT = -32_001;

/** Stays open for what happens later, so nobody waits for its answer at the end. */
const SUBSCRIPTION = 'subscriptions/listen';

/** Requests that came in one batch, and the answers to them so far. */
interface Batch {
  readonly open: Set<RequestId>;
  readonly answers: Answer[];
}

/** How a pipe ends. */
export interface PipeOptions {
  /** How long requests that were read before stdin ended may take, in milliseconds. */
  readonly graceMs: number;
  /** Called once, when the connection is over for whatever reason. */
  readonly closed: () => void;
}

/**
 * One message a line over stdin and stdout. It reads what applications really send (a byte-order mark, CRLF, blank lines,
 * a last line without its end), answers what is no message, and says when it has closed: at the end of stdin, once what
 * was read before has been answered, at once with a broken pipe or a line beyond all bounds. What a request asks the
 * client after stdin has ended fails, since nobody can reply anymore.
 */
export class PipeTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  readonly #stdin: Readable;
  readonly #stdout: Writable;
  readonly #options: PipeOptions;
  readonly #lines = new Lines();
  /** Requests of the client without an answer, and the batch that they came in. */
  readonly #unanswered = new Map<RequestId, Batch | undefined>();
  /** Requests to the client without a reply. */
  readonly #asked = new Set<RequestId>();
  #revision: string | undefined;
  #ended = false;
  #closed = false;

  constructor(stdin: Readable, stdout: Writable, options: PipeOptions) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#options = options;
  }

  async start(): Promise<void> {
    const stdin = this.#stdin;
    stdin.on('data', this.#read);
    stdin.on('error', (error) => this.onerror?.(error));
    stdin.once('end', this.#finish);
    stdin.once('close', this.#finish);
    this.#stdout.on('error', this.#broken);
    // It may have ended while this was loaded.
    if (stdin.readableEnded || stdin.destroyed) setImmediate(this.#finish);
  }

  setProtocolVersion(version: string): void {
    this.#revision = version;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stdin.off('data', this.#read);
    this.#stdin.pause();
    this.onclose?.();
    this.#options.closed();
  }

  async send(sent: JSONRPCMessage): Promise<void> {
    if (this.#closed) throw new Error('The pipe is closed.');
    const message = withPlainError(sent);
    if ('method' in message) {
      if ('id' in message) this.#ask(message.id);
      return this.#write(message);
    }
    await this.#answer(message.id, message);
    this.#closeWhenAnswered();
  }

  readonly #read = (chunk: Buffer): void => {
    try {
      for (const line of this.#lines.add(chunk)) this.#take(line);
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      void this.close();
    }
  };

  readonly #broken = (error: Error): void => {
    if (this.#closed) return;
    this.onerror?.(error);
    void this.close();
  };

  readonly #finish = (): void => {
    if (this.#ended) return;
    this.#ended = true;
    this.#take(this.#lines.rest());
    // Once more round the loop, so that what was read together with the end has been handed over.
    setImmediate(() => {
      this.#failAsked();
      this.#closeWhenAnswered();
    });
    setTimeout(() => void this.#giveUp(), this.#options.graceMs);
  };

  #take(line: Buffer): void {
    // Trimming takes a byte-order mark too.
    const text = line.toString('utf8').trim();
    if (text === '') return;
    const value = this.#parse(text);
    if (value === undefined) return;
    const { batch, frames } = readFrames(value, this.#revision);
    const shared: Batch | undefined = batch ? { open: new Set(), answers: [] } : undefined;
    const messages: JSONRPCMessage[] = [];
    for (const frame of frames) {
      if ('message' in frame) messages.push(frame.message);
      else if (shared) shared.answers.push(frame.answer);
      else void this.#write(frame.answer);
    }
    for (const message of messages) this.#note(message, shared);
    for (const message of messages) this.onmessage?.(message);
    // A request that the client has taken back gets no answer.
    this.#closeWhenAnswered();
    if (shared && shared.open.size === 0 && shared.answers.length > 0) void this.#write(shared.answers);
  }

  /** The value of a line; nothing for what is no JSON, which nobody could answer. */
  #parse(text: string): unknown {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value !== 'object' || scanJson(Buffer.from(text)).depth <= MAX_DEPTH) return value;
      this.onerror?.(new Error('A line on stdin is nested too deeply; it was left out.'));
    } catch {
      this.onerror?.(new Error('A line on stdin is not JSON; it was left out.'));
    }
    return undefined;
  }

  #note(message: JSONRPCMessage, batch: Batch | undefined): void {
    if (!('method' in message)) {
      if (message.id !== undefined) this.#asked.delete(message.id);
    } else if ('id' in message) {
      if (message.method === SUBSCRIPTION) return;
      if (message.method === 'initialize') this.#expect(message.params?.protocolVersion);
      this.#unanswered.set(message.id, batch);
      batch?.open.add(message.id);
    } else if (message.method === 'notifications/cancelled') {
      const id = message.params?.requestId;
      if (typeof id === 'string' || typeof id === 'number') void this.#answer(id, undefined);
    }
  }

  /** The revision that the answer will agree to: what is read together with the request may already be a batch of it. */
  #expect(revision: unknown): void {
    if (typeof revision === 'string' && SUPPORTED_PROTOCOL_VERSIONS.includes(revision)) this.#revision = revision;
  }

  /** Writes the answer to a request, with those of its batch where it has one; nothing for what was cancelled. */
  async #answer(id: RequestId | undefined, message: JSONRPCMessage | undefined): Promise<void> {
    const batch = id === undefined ? undefined : this.#unanswered.get(id);
    if (id !== undefined && batch) {
      if (message) batch.answers.push(message);
      batch.open.delete(id);
      if (batch.open.size === 0 && batch.answers.length > 0) await this.#write(batch.answers);
    } else if (message) await this.#write(message);
    if (id !== undefined) this.#unanswered.delete(id);
  }

  #ask(id: RequestId): void {
    this.#asked.add(id);
    if (this.#ended) setImmediate(() => this.#failAsked());
  }

  #failAsked(): void {
    for (const id of this.#asked) {
      this.#asked.delete(id);
      const error = { code: CONNECTION_CLOSED, message: 'The client closed its side before it replied.' };
      this.onmessage?.({ jsonrpc: '2.0', id, error });
    }
  }

  async #giveUp(): Promise<void> {
    const message = `No answer within ${this.#options.graceMs / 1000} s after stdin ended. A change may have been made: read before you repeat it.`;
    for (const id of this.#unanswered.keys()) {
      await this.#answer(id, { jsonrpc: '2.0', id, error: { code: REQUEST_TIMEOUT, message } });
    }
    await this.close();
  }

  #write(answer: Answer | readonly Answer[]): Promise<void> {
    return new Promise((resolve) => {
      // A reader that has gone is noticed by the stream's own event.
      this.#stdout.write(`${JSON.stringify(answer)}\n`, () => resolve());
    });
  }

  #closeWhenAnswered(): void {
    if (this.#ended && this.#unanswered.size === 0) void this.close();
  }
}
