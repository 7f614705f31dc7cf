import { type Output, oneLine } from './output.ts';

/** Between two lines on how far a command is, in milliseconds: what is quicker than that needs none. */
const EVERY_MS = 2000;

/** Tells a person at a terminal something that is no part of the answer. */
export function notice(output: Output, message: string): void {
  if (process.stderr.isTTY) output.note(output.paint('quiet', `… ${oneLine(message)}`));
}

/**
 * Tells a person at a terminal how far a command is, every two seconds at most; the words in between are left out.
 *
 * @param now epoch milliseconds
 */
export function progressOn(output: Output, now: () => number = Date.now): (message: string) => void {
  let last = now();
  return (message) => {
    if (now() - last < EVERY_MS) return;
    last = now();
    notice(output, message);
  };
}
