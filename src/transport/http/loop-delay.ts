import { createHistogram } from 'node:perf_hooks';
import { HttpRefusal } from './refusal.ts';

/**
 * How often the event loop is looked at, in milliseconds. Each look asks the system for the time of the process, and
 * finer ones cost more than they tell.
 */
const RESOLUTION_MS = 50;

/** When the event loop counts as overloaded. All in milliseconds. */
export interface OverloadBounds {
  /** How long a request may wait for its turn before that counts. */
  readonly lateMs: number;
  /** What is looked back on. */
  readonly windowMs: number;
  /** How much of that may pass in such waits. One heavy call alone is below it. */
  readonly mostMs: number;
}

export const OVERLOAD: OverloadBounds = { lateMs: 250, windowMs: 5000, mostMs: 2500 };

/** What the process did: milliseconds that passed, and those in which it computed. */
interface Moment {
  readonly now: number;
  readonly cpu: number;
}

function readMoment(): Moment {
  const { user, system } = process.cpuUsage();
  return { now: performance.now(), cpu: (user + system) / 1000 };
}

/**
 * The delay of the event loop, which is what every request waits before anything else. It tells the metrics how long
 * that was, and the routes when there is too much of it for too long: then it is better to refuse some than to let all
 * wait.
 */
export class LoopDelay {
  readonly #bounds: OverloadBounds;
  readonly #read: () => Moment;
  readonly #delays = createHistogram();
  /** Long waits of the last while: when each ended, and how long it was. */
  #late: { readonly at: number; readonly ms: number }[] = [];
  #last: Moment;
  #timer: NodeJS.Timeout | undefined;

  /** @param read the moment; the process's own unless told */
  constructor(bounds: OverloadBounds = OVERLOAD, read: () => Moment = readMoment) {
    this.#bounds = bounds;
    this.#read = read;
    this.#last = read();
  }

  start(): void {
    this.#last = this.#read();
    this.#timer = setInterval(() => this.look(), RESOLUTION_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Notes how late this look comes. */
  look(): void {
    const { now, cpu } = this.#read();
    const delay = Math.max(0, now - this.#last.now - RESOLUTION_MS);
    // What a busy machine gave to other processes is a wait too, but refusing requests would not shorten it.
    const own = Math.min(delay, cpu - this.#last.cpu);
    this.#last = { now, cpu };
    this.#delays.record(Math.max(1, Math.round(delay * 1000)));
    if (own > this.#bounds.lateMs) this.#late.push({ at: now, ms: own });
  }

  /** Whether requests have waited too long for some time. */
  get isOverloaded(): boolean {
    if (this.#late.length === 0) return false;
    const since = this.#read().now - this.#bounds.windowMs;
    this.#late = this.#late.filter(({ at }) => at >= since);
    return this.#late.reduce((sum, { ms }) => sum + ms, 0) > this.#bounds.mostMs;
  }

  /** 99th percentile and longest delay since the last reset, in seconds. */
  get seconds(): { readonly p99: number; readonly max: number } {
    const read = (microseconds: number): number => (this.#delays.count === 0 ? 0 : microseconds / 1e6);
    return { p99: read(this.#delays.percentile(99)), max: read(this.#delays.max) };
  }

  /** Begins the delays anew; whether it is overloaded stays. */
  reset(): void {
    this.#delays.reset();
  }
}

/** The refusal of a request while there is too much to do. */
export const overloaded = (): HttpRefusal =>
  new HttpRefusal(503, 'This server has more to compute than it can; try again in a moment.', {
    reason: 'overload',
    headers: { 'Retry-After': '2' },
  });
