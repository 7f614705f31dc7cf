import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

/** How long answers that are nearly there may take after the last request, in milliseconds; then they are aborted. */
const GRACE = 300;

/**
 * The SDK's stdio transport with two additions: it says when it has closed (at the end of stdin, a broken pipe, or a
 * message beyond all bounds), and requests piped in all at once (`mistmcp < requests`) are still answered, where the
 * SDK drops them the moment stdin ends.
 */
export class PipeTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  readonly #wire: StdioServerTransport;
  readonly #input = new PassThrough();
  readonly #unanswered = new Set<string | number>();
  #lastRequestRead = false;

  /** @param closed called once, when the connection is over for whatever reason */
  constructor(stdin: Readable, stdout: Writable, closed: () => void) {
    stdin.pipe(this.#input, { end: false });
    stdin.once('end', () => this.#finish());
    stdin.once('close', () => this.#finish());
    // It may have ended while this was loaded.
    if (stdin.readableEnded) this.#finish();
    this.#wire = new StdioServerTransport(this.#input, stdout);
    this.#wire.onclose = () => {
      stdin.unpipe(this.#input).pause();
      this.onclose?.();
      closed();
    };
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onmessage = (message) => {
      if ('id' in message && 'method' in message) this.#unanswered.add(message.id);
      this.onmessage?.(message);
    };
  }

  start(): Promise<void> {
    return this.#wire.start();
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const answered = 'id' in message && !('method' in message) ? message.id : undefined;
    await this.#wire.send(message);
    if (answered !== undefined) this.#unanswered.delete(answered);
    this.#endWhenAnswered();
  }

  #finish(): void {
    // Once more round the loop, so that what was read together with the end has been handed over.
    setImmediate(() => {
      this.#lastRequestRead = true;
      this.#endWhenAnswered();
    });
    setTimeout(() => this.#input.end(), GRACE);
  }

  #endWhenAnswered(): void {
    if (this.#lastRequestRead && this.#unanswered.size === 0) this.#input.end();
  }
}
