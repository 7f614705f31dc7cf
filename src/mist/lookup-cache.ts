import type { Session } from './session.ts';

/** Names change rarely; five minutes spare a look-up on nearly every call and keep a rename from confusing for long. */
const KEEP_MS = 5 * 60_000;
/** What could not be read whole is tried again sooner. */
const KEEP_PARTIAL_MS = 60_000;

/** How fresh a look-up has to be: one that began before is made anew. */
export interface Freshness {
  /** Epoch milliseconds. */
  readonly after?: number;
}

interface Entry<T> {
  until: number;
  readonly since: number;
  readonly writes: number;
  readonly value: Promise<T>;
}

/**
 * Look-ups made once for everyone who asks while they are fresh, one cache per session: what one token sees is never
 * shown to another. They run without any caller's signal, so that one who goes away does not spoil them for the others;
 * a failed one is forgotten, and all are when this session has changed what was looked up.
 */
export class LookupCache<T extends { readonly failures: readonly string[] }> {
  readonly #caches = new WeakMap<object, Map<string, Entry<T>>>();
  readonly #writesOf: (session: Session) => number;

  /** @param writesOf counts what this session has changed; when it has grown, everything is looked up again */
  constructor(writesOf: (session: Session) => number = ({ directoryWrites }) => directoryWrites) {
    this.#writesOf = writesOf;
  }

  get(session: Session, key: string, look: (since: number) => Promise<T>, { after = 0 }: Freshness = {}): Promise<T> {
    const known = this.peek(session, key);
    const cache = this.#caches.get(session.identity) ?? new Map<string, Entry<T>>();
    this.#caches.set(session.identity, cache);
    if (known && (cache.get(key)?.since ?? 0) >= after) return known;
    const since = Date.now();
    const value = look(since);
    const entry: Entry<T> = { until: since + KEEP_MS, since, writes: this.#writesOf(session), value };
    cache.set(key, entry);
    value.then(
      ({ failures }) => {
        if (failures.length > 0) entry.until = since + KEEP_PARTIAL_MS;
      },
      () => {
        if (cache.get(key) === entry) cache.delete(key);
      },
    );
    return value;
  }

  /** What is known already, without a request. */
  peek(session: Session, key: string): Promise<T> | undefined {
    const entry = this.#caches.get(session.identity)?.get(key);
    const isFresh = entry && entry.until > Date.now() && entry.writes === this.#writesOf(session);
    return isFresh ? entry.value : undefined;
  }
}
