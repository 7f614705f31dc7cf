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
  /** What came over HTTP from a person within the slice, whatever was in it. */
  #arrivals = new Map<string, number>();

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
    const at = this.#turn();
    const person = JSON.stringify([issuer, subject]);
    const slice = this.#slices.get(person) ?? {
      count: 0,
      shared: this.#countOf('person', `${person} ${at}`, KEPT),
    };
    this.#slices.set(person, slice);
    if (slice.count + slice.shared.others + requests > this.#perSlice) {
      throw this.#tooMany(this.#perSlice, 'requests');
    }
    slice.count += requests;
    slice.shared.add(requests);
  }

  /**
   * Counts what somebody sends before it is read: notifications, answers and what is no message cost something, too. For
   * each request there may be one of them.
   *
   * @throws HttpRefusal 429 for one too many
   */
  arrive({ issuer, subject }: Pick<Caller, 'issuer' | 'subject'>): void {
    this.#turn();
    const person = JSON.stringify([issuer, subject]);
    const count = (this.#arrivals.get(person) ?? 0) + 1;
    if (count > 2 * this.#perSlice) throw this.#tooMany(2 * this.#perSlice, 'messages');
    this.#arrivals.set(person, count);
  }

  /** The slice of now; with a new one everybody begins anew. */
  #turn(): number {
    const at = Math.floor(this.#now() / 1000 / SLICE);
    if (at !== this.#current) {
      this.#slices = new Map();
      this.#arrivals = new Map();
    }
    this.#current = at;
    return at;
  }

  #tooMany(most: number, what: string): HttpRefusal {
    const left = (this.#current + 1) * SLICE - this.#now() / 1000;
    return new HttpRefusal(429, `More than ${most} ${what} in ${SLICE} seconds; wait a moment.`, {
      reason: 'person',
      headers: { 'Retry-After': String(Math.ceil(left)) },
    });
  }
}
