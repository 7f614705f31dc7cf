import { spawn } from 'node:child_process';
import { command, processEnv } from './command.ts';

/** How a command ended and what it wrote. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What surrounds a command. */
export interface Surroundings {
  /** Nothing else is in the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Written to stdin, which is closed then. */
  readonly input?: string;
}

/** Runs the program with its streams on pipes, until it has ended. */
export async function run(
  args: readonly string[],
  { env = {}, cwd = '/', input = '' }: Surroundings = {},
): Promise<Ran> {
  const [program = '', ...rest] = command;
  const child = spawn(program, [...rest, ...args], { cwd, env: processEnv(env), stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

/** What a command wrote to stdout, which must be one JSON document. */
export async function runJson(args: readonly string[], around: Surroundings = {}): Promise<Record<string, unknown>> {
  const { stdout } = await run(args, around);
  const value: unknown = JSON.parse(stdout);
  if (typeof value !== 'object' || value === null) throw new Error(`no object: ${stdout}`);
  return { ...value };
}

/** All that a terminal obeys, but the line feed and the colors that the program itself uses. */
export const CONTROLS = new RegExp(
  [
    '[\\0-\\x09\\x0b-\\x1a\\x1c-\\x1f\\x7f-\\x9f]',
    '[\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]',
    '\\x1b(?!\\[(?:1|2|22|31|32|33|39)m)',
  ].join('|'),
);
