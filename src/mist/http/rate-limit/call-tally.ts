import { AsyncLocalStorage } from 'node:async_hooks';

/** How many requests one tool call made. */
export interface Tally {
  calls: number;
}

const current = new AsyncLocalStorage<Tally>();

/** Runs work whose requests count toward a tally, however deep in it they are made. */
export const withTally = <T>(tally: Tally, work: () => Promise<T>): Promise<T> => current.run(tally, work);

/** Counts one request for the tool call under way, if any. */
export function countCall(): void {
  const tally = current.getStore();
  if (tally) tally.calls += 1;
}

/** Requests that the tool call under way has made so far. */
export const callsMade = (): number => current.getStore()?.calls ?? 0;
