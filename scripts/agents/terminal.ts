import { spawn, spawnSync } from 'node:child_process';

/** util-linux's `script` runs a command on a terminal of its own. */
export const hasTerminal = (): boolean => spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

/** A question as it appears, and what a person types then. */
export type Typed = readonly [question: string, typed: string];

/** What came of a command on a terminal. */
export interface TerminalRun {
  readonly text: string;
  readonly code: number | null;
  /** Answers that nothing asked for. */
  readonly left: readonly Typed[];
}

/** Runs a command on a terminal of its own and types each answer once its question is there. */
export async function onTerminal(
  words: readonly string[],
  answers: readonly Typed[],
  { cwd, env, timeout }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly timeout?: number },
): Promise<TerminalRun> {
  const line = words.map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', line, '/dev/null'], { cwd, env, timeout });
  let text = '';
  let unread = '';
  const left = [...answers];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    unread += part;
    const [next] = left;
    if (!next || !unread.includes(next[0])) return;
    left.shift();
    unread = '';
    child.stdin.write(next[1]);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { text: text.replaceAll('\r', ''), code, left };
}
