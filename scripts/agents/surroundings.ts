import { execFileSync, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { AgentProgram } from './programs.ts';

const ENDS_MS = 120_000;

/** A program in a home of its own. */
export interface Surroundings {
  readonly program: AgentProgram;
  readonly home: string;
  /** Writes the entry for the simulated cloud, as a person would. */
  setUp(): void;
  /** Runs the program to its end. @returns what it wrote */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
}

/** Where a program, its home and the server are. */
export interface Places {
  readonly path: string;
  readonly home: string;
  readonly bundle: string;
}

/** Nothing of the environment of whoever runs this but the programs that a shell finds. */
export function surroundingsOf(program: AgentProgram, { path, home, bundle }: Places): Surroundings {
  const found = [dirname(path), dirname(process.execPath), process.env.PATH ?? ''].join(':');
  const env = { PATH: found, HOME: home, TERM: 'dumb', NO_COLOR: '1', ...program.env };
  const flags = ['--demo', '--enable-write-tools', '--yes'];
  return {
    program,
    home,
    setUp: () =>
      void execFileSync(process.execPath, [bundle, 'setup', program.client, ...flags], {
        cwd: home,
        env,
        stdio: 'pipe',
      }),
    run: (args, more = {}) => outputOf(path, args, { ...env, ...more }, home),
  };
}

/** Runs a program to its end. @returns what it wrote */
export function outputOf(bin: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(bin, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: ENDS_MS });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    }
    child.once('error', (error) => resolve(`${text}${error.message}`));
    child.once('close', () => resolve(text));
  });
}
