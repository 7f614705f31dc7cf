import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

/** Error codes of the protocol for a connection that is gone, and for an answer that did not come in time. */
const CONNECTION_CLOSED = -32_000;
const REQUEST_TIMEOUT = -32_001;

/** Stays open for what happens later, so nobody waits for its answer at the end. */
const SUBSCRIPTION = 'subscriptions/listen';

/** What the transport is told besides its streams. */
export interface PipeOptions {
  /** How long answers may take after stdin has ended, in milliseconds. */
  readonly graceMs: number;
  /** Called once, when the connection is over for whatever reason. */
  readonly closed: () => void;
}

/**
 * The SDK's stdio transport with two additions: it says when it has closed (at the end of stdin, a broken pipe, or a
 * message beyond all bounds), and every request that was read before stdin ended is answered (`mistmcp < requests`),
 * where the SDK drops them at that moment. What a request asks the client then fails, since nobody can reply any more.
 */
export class PipeTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  readonly #wire: StdioServerTransport;
  readonly #input = new PassThrough();
  readonly #options: PipeOptions;
  /** Requests of the client without an answer. */
  readonly #unanswered = new Set<RequestId>();
  /** Requests to the client without a reply. */
  readonly #asked = new Set<RequestId>();
  #ending = false;
  #ended = false;

  constructor(stdin: Readable, stdout: Writable, options: PipeOptions) {
    this.#options = options;
    stdin.pipe(this.#input, { end: false });
    stdin.once('end', () => this.#finish());
    stdin.once('close', () => this.#finish());
    // It may have ended while this was loaded.
    if (stdin.readableEnded) this.#finish();
    this.#wire = new StdioServerTransport(this.#input, stdout);
    this.#wire.onclose = () => {
      this.#ended = true;
      stdin.unpipe(this.#input).pause();
      this.onclose?.();
      options.closed();
    };
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onmessage = (message) => {
      this.#noteReceived(message);
      this.onmessage?.(message);
      // A request that the client has taken back gets no answer.
      this.#endWhenAnswered();
    };
  }

  start(): Promise<void> {
    return this.#wire.start();
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message) {
      if ('id' in message) this.#ask(message.id);
      return this.#wire.send(message);
    }
    await this.#wire.send(message);
    if (message.id !== undefined) this.#unanswered.delete(message.id);
    this.#endWhenAnswered();
  }

  #noteReceived(message: JSONRPCMessage): void {
    if (!('method' in message)) {
      if (message.id !== undefined) this.#asked.delete(message.id);
    } else if ('id' in message) {
      if (message.method !== SUBSCRIPTION) this.#unanswered.add(message.id);
    } else if (message.method === 'notifications/cancelled') {
      const id = message.params?.requestId;
      if (typeof id === 'string' || typeof id === 'number') this.#unanswered.delete(id);
    }
  }

  #ask(id: RequestId): void {
    this.#asked.add(id);
    if (this.#ending) setImmediate(() => this.#failAsked());
  }

  #finish(): void {
    if (this.#ending) return;
    // Once more round the loop, so that what was read together with the end has been handed over.
    setImmediate(() => {
      this.#ending = true;
      this.#failAsked();
      this.#endWhenAnswered();
    });
    setTimeout(() => void this.#giveUp(), this.#options.graceMs);
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
    for (const id of this.#unanswered) {
      await this.#wire.send({ jsonrpc: '2.0', id, error: { code: REQUEST_TIMEOUT, message } });
    }
    this.#end();
  }

  #endWhenAnswered(): void {
    if (this.#ending && this.#unanswered.size === 0) this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#input.end();
  }
}
