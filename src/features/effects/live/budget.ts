import { type Bounds, EFFECT_BOUNDS } from '../bounds.ts';

/** Requests that the facts of many sites may take. */
const MOST_REQUESTS = 300;
/** Sites whose live facts are read; those with most devices come first. */
export const LIVE_SITES = 25;
/** Share of the requests left this hour that a verdict may take. */
const SHARE = 0.1;
/** Pages of a search that are read. */
export const MOST_PAGES = 10;
/** How long facts may take to read, in milliseconds. */
export const LIVE_MS = 25_000;
/** Facts older than this say nothing of now, in seconds. */
export const FRESH_SECONDS = 15 * 60;

/** What may still be asked for a verdict. */
export class RequestBudget {
  #left: number;
  #made = 0;
  readonly #until: number;

  constructor(most: number, milliseconds: number = LIVE_MS) {
    this.#left = most;
    this.#until = performance.now() + milliseconds;
  }

  /** Requests that were made. */
  get made(): number {
    return this.#made;
  }

  /** Why nothing more may be asked, as the end of a sentence; undefined while it may. */
  get exhausted(): string | undefined {
    if (this.#left <= 0) return `the limit of ${this.#made} requests was reached`;
    return performance.now() > this.#until ? 'the time for it was over' : undefined;
  }

  /** Takes one request. @returns why it must not be made, or undefined */
  take(): string | undefined {
    const reason = this.exhausted;
    if (reason !== undefined) return reason;
    this.#left -= 1;
    this.#made += 1;
    return undefined;
  }
}

/**
 * How many requests facts may take.
 *
 * @param sites that are read
 * @param spent requests that the effect took already
 * @param left requests left this hour, or undefined where the cloud has not said
 */
export function requestsFor(
  sites: number,
  spent: number,
  left: number | undefined,
  bounds: Bounds = EFFECT_BOUNDS,
): number {
  const most = sites <= 1 ? bounds.requestsOfOne - spent : MOST_REQUESTS - spent;
  return Math.max(0, Math.min(most, left === undefined ? most : Math.floor(left * SHARE)));
}
