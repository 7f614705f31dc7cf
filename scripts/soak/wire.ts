import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { Tally } from './tally.ts';

type Id = string | number;

/** Watches a connection: each request of the client is answered once, and nothing is answered that was not asked. */
export class Wire {
  readonly #open = new Set<Id>();
  readonly #cancelled = new Set<Id>();
  readonly #tally: Tally;
  readonly #name: string;

  constructor(tally: Tally, name: string) {
    this.#tally = tally;
    this.#name = name;
  }

  /** Requests that wait for their answer. */
  get open(): number {
    return this.#open.size;
  }

  /** Begins to watch; the transport is connected already. */
  watch(transport: Transport): void {
    const { onmessage } = transport;
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      this.#sent(message);
      return send(message, options);
    };
    transport.onmessage = (message, extra) => {
      this.#came(message);
      onmessage?.(message, extra);
    };
  }

  #sent(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if ('id' in message) this.#open.add(message.id);
    const id = message.method === 'notifications/cancelled' ? message.params?.requestId : undefined;
    if (typeof id !== 'string' && typeof id !== 'number') return;
    if (this.#open.delete(id)) this.#cancelled.add(id);
  }

  #came(message: JSONRPCMessage): void {
    if ('method' in message || !('id' in message) || message.id === undefined) return;
    this.#tally.count('answers on the wire');
    // An answer may cross with the word that nobody wants it any more.
    if (this.#open.delete(message.id) || this.#cancelled.delete(message.id)) return;
    this.#tally.fail('answered twice', `${this.#name}: ${JSON.stringify(message).slice(0, 300)}`);
  }
}
