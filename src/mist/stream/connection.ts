import { deferred } from '../../core/deferred.ts';
import { cancelledEarly, lostEarly, notAcknowledged, notSubscribed } from './failure.ts';
import { type Frame, readFrame } from './frame.ts';
import { KEEP_MS } from './limits.ts';
import { openSocket, type Socket, type Target } from './socket.ts';

/** Who wants what comes on a channel. */
export interface Listener {
  frame(frame: Frame): void;
  lost(why: string): void;
}

interface Channel {
  readonly listeners: Set<Listener>;
  /** Kept when the cloud acknowledged, refused otherwise. */
  readonly ready: Promise<void>;
  settle(error?: Error): void;
  isReady: boolean;
}

/** Where the stream is, below its origin. */
const PATH = '/api-ws/v1/stream';

const REFUSING = /fail|error|refus|den(y|ied)|reject|unauthori|forbid/i;

/** One connection to the stream of a cloud, with one token, shared by all commands that run under it. */
export class Connection {
  readonly #socket: Promise<Socket>;
  readonly #closing = new AbortController();
  readonly #channels = new Map<string, Channel>();
  readonly #gone: () => void;
  #users = 0;
  #keep: NodeJS.Timeout | undefined;
  /** Whether new commands may use it. */
  usable = true;
  /** Whether it is open, so that trouble with it may only mean that it has grown old. */
  open = false;

  /** @param gone called once when no new command may use it */
  constructor(to: Omit<Target, 'url'>, gone: () => void) {
    this.#gone = gone;
    const receiver = {
      message: (text: string) => this.#message(text),
      lost: (why: string) => this.#lost(why),
    };
    this.#socket = openSocket({ ...to, url: `${to.cloud.stream}${PATH}` }, receiver, this.#closing.signal);
    this.#socket.then(
      () => {
        this.open = true;
      },
      () => this.retire(),
    );
  }

  /** A command begins to use it. */
  join(): void {
    this.#users += 1;
    clearTimeout(this.#keep);
    this.#hold(true);
  }

  /** A command is over; with `atOnce` the connection is not kept for the next one. */
  leave(atOnce: boolean): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    if (atOnce || !this.usable) this.#close();
    else {
      this.#hold(false);
      this.#keep = setTimeout(() => this.#close(), KEEP_MS).unref();
    }
  }

  /** Lets those who run on it finish, and nobody else begin. */
  retire(): void {
    if (!this.usable) return;
    this.usable = false;
    this.#gone();
  }

  /**
   * Listens to a channel, and waits until the cloud says that it is subscribed.
   *
   * @returns a function that ends the listening
   * @throws MistError when the subscription is refused, not acknowledged in time, or cancelled
   */
  async subscribe(name: string, listener: Listener, readyMs: number, signal: AbortSignal): Promise<() => void> {
    const limit = deferred<never>();
    const timer = setTimeout(() => {
      this.retire();
      limit.reject(notAcknowledged(readyMs / 1000));
    }, readyMs);
    const abort = (): void => limit.reject(cancelledEarly());
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (signal.aborted) throw cancelledEarly();
      const socket = await Promise.race([this.#socket, limit.promise]);
      const channel = this.#channels.get(name) ?? this.#open(name, socket);
      channel.listeners.add(listener);
      const stop = (): void => this.#leaveChannel(name, channel, listener, socket);
      try {
        await Promise.race([channel.ready, limit.promise]);
      } catch (error) {
        // Its acknowledgment may still come, and would be taken for that of the next subscription to this channel.
        if (signal.aborted && !channel.isReady) this.retire();
        stop();
        throw error;
      }
      return stop;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }

  #open(name: string, socket: Socket): Channel {
    const { promise, resolve, reject } = deferred<void>();
    const channel: Channel = {
      listeners: new Set(),
      ready: promise,
      isReady: false,
      settle: (error) => (error ? reject(error) : resolve()),
    };
    this.#channels.set(name, channel);
    socket.send(JSON.stringify({ subscribe: name }));
    return channel;
  }

  #leaveChannel(name: string, channel: Channel, listener: Listener, socket: Socket): void {
    channel.listeners.delete(listener);
    if (channel.listeners.size > 0 || this.#channels.get(name) !== channel) return;
    this.#channels.delete(name);
    socket.send(JSON.stringify({ unsubscribe: name }));
  }

  #message(text: string): void {
    const frame = readFrame(text);
    if (!frame) return;
    const named = frame.channel === undefined ? undefined : this.#channels.get(frame.channel);
    if (frame.event === 'channel_subscribed') {
      if (named) named.isReady = true;
      named?.settle();
    } else if (named && !named.isReady && REFUSING.test(frame.event)) {
      this.#channels.delete(frame.channel ?? '');
      named.settle(notSubscribed(frame.detail));
    } else {
      for (const listener of named?.listeners ?? []) listener.frame(frame);
    }
  }

  #lost(why: string): void {
    this.retire();
    const channels = [...this.#channels.values()];
    this.#channels.clear();
    for (const channel of channels) {
      channel.settle(lostEarly());
      for (const listener of channel.listeners) listener.lost(why);
    }
  }

  #hold(busy: boolean): void {
    this.#socket.then(
      (socket) => socket.hold(busy && this.#users > 0),
      () => {},
    );
  }

  #close(): void {
    clearTimeout(this.#keep);
    this.retire();
    this.#closing.abort(lostEarly());
    this.#socket.then(
      (socket) => socket.end(),
      () => {},
    );
  }
}
