import { tooMuchComputing } from './errors/over-budget.ts';

/** What one call may compute unless the operator says otherwise, in milliseconds. */
export const CALL_WORK_MS = 2000;

/** How long a piece of work may hold the thread before others have their turn, in milliseconds. */
const SLICE_MS = 10;

/** Milliseconds from any beginning. */
export interface Clock {
  /** As everybody's wait counts them. */
  now(): number;
  /** Those that the process was computing in. */
  cpu(): number;
}

const realClock: Clock = {
  now: () => performance.now(),
  cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/**
 * Measures computing: what passed by the clock, without what a busy machine gave to other processes meanwhile. Other
 * threads of this one count only as far as the clock allows.
 */
export function stopwatch({ now, cpu }: Clock = realClock): () => number {
  const [begin, before] = [now(), cpu()];
  return () => Math.min(now() - begin, cpu() - before);
}

/** How the time of a call is measured and shared. */
export interface WorkOptions {
  /** Computing that the call may do, in milliseconds. */
  readonly limitMs?: number;
  readonly clock?: Clock;
  /** Lets others have their turn. */
  readonly rest?: () => Promise<void>;
}

/** What a visit of one item may give: `false` ends the round. */
type Visited = boolean | undefined;

/**
 * The computing of one call. The thread belongs to all callers, so what takes long is done in slices, between which
 * others are served, and ends with an error when the call has had its share.
 */
export class Work {
  readonly limitMs: number;
  readonly #clock: Clock;
  readonly #rest: () => Promise<void>;
  #spentMs = 0;

  constructor({ limitMs = CALL_WORK_MS, clock = realClock, rest = nextTurn }: WorkOptions = {}) {
    this.limitMs = limitMs;
    this.#clock = clock;
    this.#rest = rest;
  }

  /** What the call has left, in milliseconds. */
  get leftMs(): number {
    return this.limitMs - this.#spentMs;
  }

  /** The same as a share of all that it may have, from 1 down to 0. */
  get leftShare(): number {
    return 1 - this.#spentMs / this.limitMs;
  }

  /** Counts computing that was done for the call. @throws OverBudget when that was more than it may have */
  spend(ms: number): void {
    this.#spentMs += ms;
    if (this.leftMs <= 0) throw tooMuchComputing(this.limitMs);
  }

  /**
   * Visits items in slices, until a visit gives `false`. What a visit waits for does not count.
   *
   * @throws OverBudget, or whatever a visit throws
   */
  async each<T>(items: Iterable<T>, visit: (item: T, index: number) => Visited | Promise<Visited>): Promise<void> {
    let [until, spent, index] = [this.#endOfSlice(), stopwatch(this.#clock), 0];
    for (const item of items) {
      let visited = visit(item, index);
      index += 1;
      const isAsync = visited instanceof Promise;
      if (!isAsync && visited !== false && this.#clock.now() < until) continue;
      this.spend(spent());
      if (isAsync) visited = await visited;
      else if (visited !== false) await this.#rest();
      [until, spent] = [this.#endOfSlice(), stopwatch(this.#clock)];
      if (visited === false) break;
    }
    this.spend(spent());
  }

  #endOfSlice(): number {
    return this.#clock.now() + SLICE_MS;
  }

  /**
   * Items in order, in slices; those that compare as equal stay as they were to each other.
   *
   * @throws OverBudget
   */
  async sort<T>(items: readonly T[], compare: (a: T, b: T) => number): Promise<readonly T[]> {
    let runs: (readonly T[])[] = [];
    await this.each(cut(items), (run) => {
      runs.push([...run].sort(compare));
      return true;
    });
    while (runs.length > 1) {
      const merged: T[][] = [];
      for (let index = 0; index < runs.length; index += 2) {
        const run: T[] = [];
        await this.each(merge(runs[index] ?? [], runs[index + 1] ?? [], compare), (item) => {
          run.push(item);
          return true;
        });
        merged.push(run);
      }
      runs = merged;
    }
    return runs[0] ?? [];
  }
}

/** Items that are sorted at once; a slice is not much longer. */
const RUN = 1000;

function* cut<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += RUN) yield items.slice(from, from + RUN);
}

/** Two lists in order as one; of equal items those of the first come first. */
function* merge<T>(first: readonly T[], second: readonly T[], compare: (a: T, b: T) => number): Generator<T> {
  const [left, right] = [first.values(), second.values()];
  let [a, b] = [left.next(), right.next()];
  while (!a.done && !b.done) {
    if (compare(a.value, b.value) <= 0) {
      yield a.value;
      a = left.next();
    } else {
      yield b.value;
      b = right.next();
    }
  }
  for (; !a.done; a = left.next()) yield a.value;
  for (; !b.done; b = right.next()) yield b.value;
}

const waiting: (() => void)[] = [];

/**
 * Resolves when it is the caller's turn: one slice for each round of the event loop, whoever it is for, so that a request
 * waits for one of them and not for all.
 */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(giveTurn);
  });
}

function giveTurn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(giveTurn);
}
