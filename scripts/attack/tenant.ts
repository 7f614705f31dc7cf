import { setTimeout as wait } from 'node:timers/promises';
import type { Target } from './target.ts';

const rpc = (method: string, params: object = {}): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

/** The opening of a session. */
export const INITIALIZE = rpc('initialize', {
  protocolVersion: '2025-11-25',
  capabilities: { elicitation: { form: {} } },
  clientInfo: { name: 'attack', version: '1' },
});

const PING = rpc('ping');

/** How a tenant was served. */
export interface Waits {
  readonly pings: number;
  /** In milliseconds. */
  readonly median: number;
  readonly worst: number;
  /** Pings that got another answer than 200. */
  readonly failed: number;
}

/** A client with a token that Mist knows, in a session that was open before anything bad began. */
export class Tenant {
  readonly #target: Target;
  readonly #token: string;
  #session = '';

  constructor(target: Target, token: string) {
    this.#target = target;
    this.#token = token;
  }

  async open(): Promise<void> {
    const { status, session = '' } = await this.#target.send({ token: this.#token, body: INITIALIZE });
    if (status !== 200) throw new Error(`a known token was answered with ${status}`);
    this.#session = session;
  }

  async call(name: string, args: object): Promise<number> {
    const body = rpc('tools/call', { name, arguments: args });
    return (await this.#target.send({ token: this.#token, session: this.#session, body })).status;
  }

  /** Pings every so often for a while, or until something is over. */
  async ping(ms: number, until: Promise<unknown> = wait(ms)): Promise<Waits> {
    const waits: number[] = [];
    let [failed, isOver] = [0, false];
    void until.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      const begin = performance.now();
      const sent = this.#target.send({ token: this.#token, session: this.#session, body: PING });
      const { status } = await sent.catch(() => ({ status: 0 }));
      waits.push(performance.now() - begin);
      if (status !== 200) failed += 1;
      await wait(20);
    }
    waits.sort((a, b) => a - b);
    const at = (share: number): number => waits[Math.floor((waits.length - 1) * share)] ?? Number.NaN;
    return { pings: waits.length, median: at(0.5), worst: at(1), failed };
  }
}
