import { setTimeout as sleep } from 'node:timers/promises';
import type { Output } from './output.ts';

/** Takes the terminal back to an empty screen. */
const CLEAR = '\x1b[2J\x1b[H';

/**
 * Asks again and again until Ctrl+C, on a terminal each time on an empty screen. A call that failed ends it: what keeps
 * asking after a refusal uses up the calls of the hour.
 *
 * @param ask asks once, shows the answer and gives its exit code
 * @param seconds from the end of an answer to the next question
 * @returns the exit code: that of the call that failed, else 0
 */
export async function repeat(
  ask: () => Promise<number>,
  seconds: number,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const cleared = process.stdout.isTTY === true && !output.json;
  while (!signal.aborted) {
    if (cleared) {
      process.stdout.write(CLEAR);
      output.print(output.paint('quiet', `every ${seconds} s, at ${new Date().toISOString()}; Ctrl+C ends it\n`));
    }
    const code = await ask().catch((error: unknown) => {
      if (signal.aborted) return 0;
      throw error;
    });
    if (code !== 0) return code;
    await sleep(seconds * 1000, undefined, { signal }).catch(() => {});
  }
  return 0;
}
