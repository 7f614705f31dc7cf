import { HttpRefusal } from '../refusal.ts';
import type { SharedCount } from '../replicas/shared-counts.ts';
import type { Caller } from './caller.ts';

/** A person's requests are counted in slices of time, in seconds: so long nobody waits for more. */
const SLICE = 10;

/** A slice is kept so long, for clocks that differ. */
const KEPT = 2 * SLICE;

interface Slice {
  count: number;
  readonly shared: SharedCount;
}

/** Finds a number that replicas add up. */
type CountOf = (kind: string, name: string, seconds: number) => SharedCount;

/**
 * How many requests a person may make, over all applications, profiles and, where they share an engine, replicas. While
 * the engine is away each replica counts for itself.
 */
export class PersonLimit {
  readonly #perSlice: number;
  readonly #countOf: CountOf;
  readonly #now: () => number;
  #current = -1;
  #slices = new Map<string, Slice>();

  /**
   * @param perMinute requests
   * @param now epoch milliseconds
   */
  constructor(perMinute: number, countOf: CountOf, now: () => number = Date.now) {
    this.#perSlice = Math.ceil((perMinute * SLICE) / 60);
    this.#countOf = countOf;
    this.#now = now;
  }

  /** Counts requests of somebody. @throws HttpRefusal 429 for one too many, which is not counted */
  take({ issuer, subject }: Pick<Caller, 'issuer' | 'subject'>, requests: number): void {
    if (requests === 0) return;
    const seconds = this.#now() / 1000;
    const at = Math.floor(seconds / SLICE);
    if (at !== this.#current) this.#slices = new Map();
    this.#current = at;
    const person = JSON.stringify([issuer, subject]);
    const slice = this.#slices.get(person) ?? {
      count: 0,
      shared: this.#countOf('person', `${person} ${at}`, KEPT),
    };
    this.#slices.set(person, slice);
    if (slice.count + slice.shared.others + requests > this.#perSlice) {
      throw new HttpRefusal(429, `More than ${this.#perSlice} requests in ${SLICE} seconds; wait a moment.`, {
        reason: 'person',
        headers: { 'Retry-After': String(Math.ceil((at + 1) * SLICE - seconds)) },
      });
    }
    slice.count += requests;
    slice.shared.add(requests);
  }
}
