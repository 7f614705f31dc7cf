import { createHmac } from 'node:crypto';
import { type Command, type Engine, EngineAway, PREFIX } from './engine.ts';

/** How often replicas tell each other what they counted, in milliseconds. */
const EVERY_MS = 250;

/** How long a number is followed that nobody adds to or reads, in milliseconds. */
const FOLLOWED_MS = 10_000;

/** Numbers that are told at once; the engine serves nobody else meanwhile. */
const AT_ONCE = 500;

/** A number that replicas add up. It is read and added to at once; what others add comes a moment later. */
export interface SharedCount {
  add(count: number): void;
  /** What others than this one have added, as far as they have told. */
  readonly others: number;
}

/** A number as this replica knows it. */
interface Followed {
  readonly key: string;
  readonly seconds: number;
  /** Added here and not yet told, told, and what the engine has in all. */
  pending: number;
  told: number;
  total: number;
  usedAt: number;
}

/**
 * Numbers that replicas add up in the engine, each for a while. Nothing waits for it: while it is away, each replica goes
 * on with its own. Names in the engine are keyed digests, from which nobody can find what was counted.
 */
export class SharedCounts {
  readonly #engine: Engine;
  readonly #secret: string;
  readonly #followed = new Map<string, Followed>();
  readonly #timer: NodeJS.Timeout;
  #telling = false;

  constructor(engine: Engine, secret: string, everyMs: number = EVERY_MS) {
    this.#engine = engine;
    this.#secret = secret;
    this.#timer = setInterval(() => void this.tell(), everyMs);
    this.#timer.unref();
  }

  /**
   * A number by its name.
   *
   * @param kind the part of its name that everybody may read
   * @param name what it is about; it stays here
   * @param seconds how long the engine keeps it
   */
  of(kind: string, name: string, seconds: number): SharedCount {
    const digest = createHmac('sha256', this.#secret).update(`${kind} ${name}`).digest('base64url').slice(0, 22);
    const key = `${PREFIX}${kind}:${digest}`;
    const follow = (): Followed => this.#follow(key, seconds);
    let added = 0;
    return {
      add(count) {
        follow().pending += count;
        added += count;
      },
      get others() {
        const { total, told, pending } = follow();
        // An engine that has lost its numbers has less than what it was told.
        return Math.max(0, Math.max(total, told) + pending - added);
      },
    };
  }

  /** Tells what was added, and learns what others did. Never rejects. */
  async tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    const since = Date.now() - FOLLOWED_MS;
    for (const [key, { pending, usedAt }] of this.#followed) {
      if (pending === 0 && usedAt < since) this.#followed.delete(key);
    }
    try {
      const all = [...this.#followed.values()];
      for (let at = 0; at < all.length; at += AT_ONCE) await this.#exchange(all.slice(at, at + AT_ONCE));
    } catch {
      // The engine tells by itself that it is away.
    } finally {
      this.#telling = false;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #follow(key: string, seconds: number): Followed {
    const followed = this.#followed.get(key) ?? { key, seconds, pending: 0, told: 0, total: 0, usedAt: 0 };
    followed.usedAt = Date.now();
    this.#followed.set(key, followed);
    return followed;
  }

  async #exchange(some: readonly Followed[]): Promise<void> {
    const adding = some.map((one) => ({ one, count: one.pending }));
    const commands = adding.flatMap(({ one: { key, seconds }, count }): Command[] =>
      count > 0
        ? [
            ['incrby', key, count],
            ['expire', key, seconds],
          ]
        : [['get', key]],
    );
    const told = (): void => {
      for (const { one, count } of adding) {
        one.pending -= count;
        one.told += count;
      }
    };
    let answers: readonly unknown[];
    try {
      answers = await this.#engine.run(commands);
    } catch (error) {
      // What may have arrived is not told again: a few calls too little are better than many twice.
      if (error instanceof EngineAway && error.sent) told();
      throw error;
    }
    told();
    let at = 0;
    for (const { one, count } of adding) {
      one.total = Number(answers[at] ?? 0);
      at += count > 0 ? 2 : 1;
    }
  }
}
