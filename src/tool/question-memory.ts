import type { ToolContext } from './context.ts';

/** How long a question may stay open, in milliseconds. */
const KEEP_MS = 10 * 60_000;

interface Entry<T> {
  readonly until: number;
  readonly value: T;
}

/** The member of a call to which what is kept belongs: it ends with the server that asks. */
type Asker = Pick<ToolContext, 'desk'>;

/**
 * What was found out for questions while they are open, so that the call that comes back with the answer need not find it
 * out once more. In this process only; keys say who asked, and for what.
 */
export class QuestionMemory<T> {
  readonly #desks = new WeakMap<object, Map<string, Entry<T>>>();
  readonly #most: number;

  /** @param most entries of one server; the oldest goes first */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was kept, unless that is too long ago. */
  get({ desk }: Asker, key: string): T | undefined {
    const found = this.#desks.get(desk)?.get(key);
    return found && found.until > Date.now() ? found.value : undefined;
  }

  /** Keeps something, in the place of what the key had. */
  keep(asker: Asker, key: string, value: T): void {
    this.forget(asker, key);
    const now = Date.now();
    const kept = this.#desks.get(asker.desk) ?? new Map<string, Entry<T>>();
    this.#desks.set(asker.desk, kept);
    for (const [old, { until }] of kept) if (until < now || kept.size >= this.#most) kept.delete(old);
    kept.set(key, { until: now + KEEP_MS, value });
  }

  /** What was kept, which is forgotten then. */
  take(asker: Asker, key: string): T | undefined {
    const value = this.get(asker, key);
    this.forget(asker, key);
    return value;
  }

  /** Forgets what the key has. */
  forget({ desk }: Asker, key: string): void {
    this.#desks.get(desk)?.delete(key);
  }
}
