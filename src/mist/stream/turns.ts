/**
 * Turns of those who want the same thing: a few at once, the others in the order they came.
 */
export class Turns {
  readonly #most: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Waits for a turn.
   *
   * @returns a function to be called once when the turn is over
   * @throws what `signal` was aborted with
   */
  async take(key: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const running = this.#running.get(key) ?? 0;
    if (running < this.#most) this.#running.set(key, running + 1);
    else await this.#wait(key, signal);
    let over = false;
    return () => {
      if (!over) this.#pass(key);
      over = true;
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
  #pass(key: string): void {
    const queue = this.#waiting.get(key);
    const next = queue?.shift();
    if (queue?.length === 0) this.#waiting.delete(key);
    const running = (this.#running.get(key) ?? 1) - 1;
    if (next) next();
    else if (running > 0) this.#running.set(key, running);
    else this.#running.delete(key);
  }
}
