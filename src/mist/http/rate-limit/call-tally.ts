import { currentTally } from '../../../core/request-context.ts';

export { type Tally, withTally } from '../../../core/request-context.ts';

/** Counts one request for the tool call under way, if any. */
export function countCall(): void {
  const tally = currentTally();
  if (tally) tally.calls += 1;
}

/** Requests that the tool call under way has made so far. */
export const callsMade = (): number => currentTally()?.calls ?? 0;
