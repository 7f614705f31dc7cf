/** Ways in which a cloud, or what stands before it, can fail; `no_rows` is a page without rows whose total says otherwise. */
export type FaultKind =
  | 'rate_limit'
  | 'rate_limit_bare'
  | '403'
  | '500'
  | '502'
  | '503'
  | '504'
  | 'hang'
  | 'cut'
  | 'html'
  | 'truncated'
  | 'redirect'
  | 'slow'
  | 'held'
  | 'empty'
  | 'no_rows';

/** A failure to be switched on. */
export interface Fault {
  readonly kind: FaultKind;
  /** A route, such as `GET /api/v1/self`, or the beginning of a concrete path; every request when absent. */
  readonly match?: string;
  /** Upper case; every method when absent. */
  readonly method?: string;
  /** How many requests it meets before it ends by itself; without end when absent. */
  readonly times?: number;
  /** Seconds that `rate_limit` asks to wait; 1 when absent. */
  readonly retryAfter?: number;
  /** Whole duration of a `slow` answer in milliseconds; 500 when absent. */
  readonly delayMs?: number;
  /** What a `held` answer waits for; what was asked for has taken effect by then. */
  readonly until?: Promise<void>;
  /** Where `redirect` points. */
  readonly location?: string;
  /** Status of the `html` page; 200 when absent, as from a proxy's login page. */
  readonly status?: number;
  /** Whether the request takes effect before the failure, so that its sender cannot know. */
  readonly applied?: boolean;
}

/** The faults that are switched on. */
export class Faults {
  readonly #active = new Set<{ fault: Fault; left: number }>();

  /** Switches a fault on and returns the function that switches it off. */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#active.add(entry);
    return () => {
      this.#active.delete(entry);
    };
  }

  /** The fault that a request meets, the one switched on first; it counts as one of its `times`. */
  take(method: string, pathname: string, route: string | undefined): Fault | undefined {
    for (const entry of this.#active) {
      const { match = '', method: only = method } = entry.fault;
      if (only !== method || !(match === route || pathname.startsWith(match))) continue;
      entry.left -= 1;
      if (entry.left <= 0) this.#active.delete(entry);
      return entry.fault;
    }
    return undefined;
  }
}
