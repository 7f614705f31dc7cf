import { InputError } from '../../../core/errors/input-error.ts';
import { currentTally } from '../../../core/request-context.ts';

export { type Tally, withTally } from '../../../core/request-context.ts';

/** The calls that were announced for the work under way are used up: what was to be sent was not. */
export class CallsUsedUp extends InputError {
  constructor() {
    super('The calls that a report had announced were used up before this was answered.', 'Ask again.');
  }
}

/**
 * Counts one request for the tool call under way, if any; to be called before it is sent.
 *
 * @throws CallsUsedUp where it would be one more than was announced
 */
export function countCall(): void {
  const tally = currentTally();
  if (!tally) return;
  if (tally.most !== undefined && tally.calls >= tally.most) throw new CallsUsedUp();
  tally.calls += 1;
}

/** Holds the tool call under way to so many requests, repeats included; a later bound takes the place of an earlier. */
export function boundCalls(most: number): void {
  const tally = currentTally();
  if (tally) tally.most = most;
}

/** Requests that the tool call under way has made so far. */
export const callsMade = (): number => currentTally()?.calls ?? 0;
