/** What may run over all keys unless told; sockets are finite. */
const TOTAL = 256;

type Start = () => void;

interface Lane {
  running: number;
  readonly waiting: Set<Start>;
}

/**
 * Lets only so many pieces of work run at once for one key, and so many in all. Those of a key start in the order they
 * came; keys take turns, so that one with a thousand waiting delays another by one piece at most. Keys are tokens where
 * it is about requests to Mist, and principals where it is about computing.
 */
export class TurnQueue {
  readonly #perKey: number;
  readonly #total: number;
  readonly #lanes = new Map<string, Lane>();
  /** Keys with something waiting and room of their own, in the order of their turns. */
  readonly #turns = new Set<string>();
  #running = 0;

  constructor(perKey: number, total: number = TOTAL) {
    this.#perKey = perKey;
    this.#total = total;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return [...this.#lanes.values()].reduce((sum, { waiting }) => sum + waiting.size, 0);
  }

  /**
   * Runs the work when its turn has come. A signal that aborts before starts it at once, outside the count: it is for
   * the work to find out, send nothing and say so in its own words.
   */
  async run<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const lane = this.#lane(key);
    if (this.#isFree(lane)) {
      lane.running += 1;
      this.#running += 1;
    } else if (!(await this.#turn(key, lane, signal))) return work();
    try {
      return await work();
    } finally {
      lane.running -= 1;
      this.#running -= 1;
      this.#rejoin(key, lane);
      this.#startNext();
    }
  }

  /** Whether nobody has to wait, so that work begins at once. */
  #isFree({ running, waiting }: Lane): boolean {
    return waiting.size === 0 && this.#turns.size === 0 && running < this.#perKey && this.#running < this.#total;
  }

  #lane(key: string): Lane {
    const lane = this.#lanes.get(key) ?? { running: 0, waiting: new Set() };
    this.#lanes.set(key, lane);
    return lane;
  }

  /** Settles with whether the turn has come (true) or the caller went away before (false). */
  #turn(key: string, lane: Lane, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve(false);
      const leave = (): void => {
        lane.waiting.delete(start);
        this.#rejoin(key, lane);
        resolve(false);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve(true);
      };
      signal?.addEventListener('abort', leave);
      lane.waiting.add(start);
      this.#rejoin(key, lane);
      this.#startNext();
    });
  }

  #startNext(): void {
    for (const key of this.#turns) {
      if (this.#running >= this.#total) return;
      const lane = this.#lane(key);
      const [start] = lane.waiting;
      this.#turns.delete(key);
      if (!start) continue;
      lane.waiting.delete(start);
      lane.running += 1;
      this.#running += 1;
      this.#rejoin(key, lane);
      start();
    }
  }

  /** Puts a key at the end of the turns, where it has reason to be in them; an empty lane is forgotten. */
  #rejoin(key: string, lane: Lane): void {
    if (lane.waiting.size > 0 && lane.running < this.#perKey) {
      this.#turns.add(key);
      return;
    }
    this.#turns.delete(key);
    if (lane.waiting.size === 0 && lane.running === 0) this.#lanes.delete(key);
  }
}
