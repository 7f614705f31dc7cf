/** Lets a few at once use the same thing; the others wait in the order they came. What differs in its key never waits. */
export class KeyedSemaphore {
  readonly #max: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  /** @param max how many may hold a key at once */
  constructor(max: number) {
    this.#max = max;
  }

  /**
   * Waits until the key is free.
   *
   * @returns a function that frees it; calls after the first do nothing
   * @throws what `signal` was aborted with
   */
  async acquire(key: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const running = this.#running.get(key) ?? 0;
    if (running < this.#max) this.#running.set(key, running + 1);
    else await this.#wait(key, signal);
    let released = false;
    return () => {
      if (!released) this.#release(key);
      released = true;
    };
  }

  #wait(key: string, signal: AbortSignal): Promise<void> {
    const queue = this.#waiting.get(key) ?? [];
    this.#waiting.set(key, queue);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        queue.splice(queue.indexOf(enter), 1);
        if (queue.length === 0) this.#waiting.delete(key);
        reject(signal.reason);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(enter);
    });
  }

  /** The next in the queue takes the place over, so that the count stays. */
  #release(key: string): void {
    const queue = this.#waiting.get(key);
    const next = queue?.shift();
    if (queue?.length === 0) this.#waiting.delete(key);
    const running = (this.#running.get(key) ?? 1) - 1;
    if (next) next();
    else if (running > 0) this.#running.set(key, running);
    else this.#running.delete(key);
  }
}
