import { createInterface } from 'node:readline/promises';
import { CallRefused } from './connection.ts';

/** Keys that a terminal sends: the end of a line, Ctrl+C and Ctrl+D, and the key that takes a letter back. */
const ENTER = '\r\n';
const LEAVE = '\u0003\u0004';
const ERASE = '\u0008\u007f';

/** Ctrl+C, or the end of the input: nothing more is done. */
const cancelled = (): CallRefused => new CallRefused('Cancelled.');

/**
 * Asks for one line on the terminal; the question goes to stderr.
 *
 * @throws CallRefused when the person leaves instead
 */
export async function askLine(prompt: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const left = new Promise<never>((_, reject) => {
      reader.once('SIGINT', () => reject(cancelled()));
      reader.once('close', () => reject(cancelled()));
    });
    left.catch(() => {});
    return (await Promise.race([reader.question(prompt), left])).trim();
  } finally {
    reader.close();
  }
}

/**
 * Asks for one line that is not shown while it is typed.
 *
 * @throws CallRefused when the person leaves instead
 */
export function askSecret(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  // Before the question: whoever answers at once must not see the terminal repeat it.
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (settle: () => void): void => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      settle();
    };
    const onData = (data: Buffer): void => {
      for (const key of data.toString('utf8')) {
        if (ENTER.includes(key)) {
          end(() => resolve(text.trim()));
          return;
        }
        if (LEAVE.includes(key)) {
          end(() => reject(cancelled()));
          return;
        }
        text = ERASE.includes(key) ? text.slice(0, -1) : text + key;
      }
    };
    stdin.on('data', onData);
    stderr.write(prompt);
  });
}
