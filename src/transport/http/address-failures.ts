import { HttpRefusal } from './refusal.ts';

/** Addresses that are remembered; beyond that the oldest are forgotten. */
const REMEMBERED = 10_000;

/** How many tokens of one address may be refused, and within what time. */
export interface FailureBounds {
  readonly refusedPerAddress: number;
  readonly windowMs: number;
}

export const FAILURE_BOUNDS: FailureBounds = { refusedPerAddress: 10, windowMs: 60_000 };

interface Failures {
  readonly until: number;
  count: number;
}

/** Addresses from which tokens come that are none: after some of them no unknown token of theirs is looked at. */
export class AddressFailures {
  readonly #bounds: FailureBounds;
  readonly #now: () => number;
  readonly #failures = new Map<string, Failures>();

  /** @param now epoch milliseconds */
  constructor(bounds: FailureBounds = FAILURE_BOUNDS, now: () => number = Date.now) {
    this.#bounds = bounds;
    this.#now = now;
  }

  /** @throws HttpRefusal 429 for an address that had too many */
  check(address: string): void {
    const failures = this.#failures.get(address);
    const left = failures ? failures.until - this.#now() : 0;
    if (!failures || left <= 0 || failures.count < this.#bounds.refusedPerAddress) return;
    throw new HttpRefusal(429, 'Too many tokens from this address were refused; no others are tried for a while.', {
      reason: 'address',
      headers: { 'Retry-After': String(Math.ceil(left / 1000)) },
    });
  }

  count(address: string): void {
    const known = this.#failures.get(address);
    if (known && known.until > this.#now()) {
      known.count += 1;
      return;
    }
    this.#failures.delete(address);
    this.#failures.set(address, { until: this.#now() + this.#bounds.windowMs, count: 1 });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > REMEMBERED && oldest !== undefined) this.#failures.delete(oldest);
  }
}
