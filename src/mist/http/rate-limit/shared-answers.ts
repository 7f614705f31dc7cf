/** A request under way, and how many wait for its answer. */
interface Flight<T> {
  readonly answer: Promise<T>;
  readonly abort: AbortController;
  callers: number;
}

/** How a caller takes part in a request. */
export interface Joining<T> {
  readonly signal: AbortSignal | undefined;
  /** Sends the request; its signal aborts when the last caller has left. */
  readonly ask: (signal: AbortSignal) => Promise<T>;
  /** What a caller is told who leaves while others stay, or had left before. */
  readonly left: () => Error;
}

/**
 * One answer for everyone who asks the same while it is on its way. A caller who goes away leaves alone; when the last
 * one has gone, the request ends.
 */
export class SharedAnswers<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /** Whoever asks from now on gets an answer of their own: something may have changed. */
  forget(): void {
    this.#flights.clear();
  }

  async join(key: string, { signal, ask, left }: Joining<T>): Promise<T> {
    // Nothing is sent for somebody who has gone already.
    if (signal?.aborted) throw left();
    const flight = this.#flights.get(key) ?? this.#start(key, ask);
    flight.callers += 1;
    if (!signal) return flight.answer;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        flight.callers -= 1;
        if (flight.callers > 0) {
          reject(left());
          return;
        }
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
        flight.abort.abort();
      };
      signal.addEventListener('abort', leave, { once: true });
      flight.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #start(key: string, ask: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const abort = new AbortController();
    const flight = { answer: ask(abort.signal), abort, callers: 0 };
    this.#flights.set(key, flight);
    const end = (): void => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    flight.answer.then(end, end);
    return flight;
  }
}
