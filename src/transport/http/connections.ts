import type { Socket } from 'node:net';

/** How many connections may be open. */
export interface ConnectionBounds {
  readonly total: number;
  /** Of them those over which no proven token has come yet. */
  readonly unproven: number;
}

/**
 * The open connections. One is a stranger's until a request over it had a token that Mist accepts; strangers share few,
 * and what makes room is the oldest of the address that holds the most of them. So whoever opens thousands and sends
 * nothing pushes out its own, and connections of known tokens are never closed for it.
 */
export class Connections {
  readonly #bounds: ConnectionBounds;
  /** Connections of strangers by address, the oldest first. */
  readonly #strangers = new Map<string, Set<Socket>>();
  readonly #open = new Set<Socket>();
  #unproven = 0;

  constructor(bounds: ConnectionBounds) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Connections over which no proven token has come yet. */
  get unproven(): number {
    return this.#unproven;
  }

  /** Takes a new connection; another one, or this one where all are at work, is closed when there is no room. */
  add(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    this.#open.add(socket);
    const own = this.#strangers.get(address) ?? new Set();
    this.#strangers.set(address, own.add(socket));
    this.#unproven += 1;
    socket.once('close', () => {
      this.#open.delete(socket);
      this.prove(socket, address);
    });
    if (this.#unproven > this.#bounds.unproven || this.#open.size > this.#bounds.total) this.#makeRoom();
  }

  /** Notes that a proven token has come over a connection. */
  prove(socket: Socket, address: string = socket.remoteAddress ?? ''): void {
    const own = this.#strangers.get(address);
    if (!own?.delete(socket)) return;
    this.#unproven -= 1;
    if (own.size === 0) this.#strangers.delete(address);
  }

  #makeRoom(): void {
    let most: readonly [string, ReadonlySet<Socket>] | undefined;
    for (const entry of this.#strangers) if (!most || entry[1].size > most[1].size) most = entry;
    const [address = '', own] = most ?? [];
    const [oldest] = own ?? [];
    if (!oldest) return;
    // Its end is heard of later; others may come before.
    this.prove(oldest, address);
    this.#open.delete(oldest);
    oldest.destroy();
  }
}
