import { spawn } from 'node:child_process';
import { fetched, type Program } from '../fetched.ts';

/** The release that knows both revisions; `latest` stops at 2025-11-25. */
const SUITE: Program = {
  name: '@modelcontextprotocol/conformance',
  version: '0.2.0-alpha.12',
  entry: 'dist/index.js',
  node: [22, 0],
};

/** The command line of the suite. @param folder where it is installed already */
export const suite = (folder?: string): readonly string[] => fetched(SUITE, folder);

/** Runs what a revision requires against a server and shows it. @returns whether all that counts passed */
export function runSuite(command: readonly string[], url: string, revision: string): Promise<boolean> {
  const [program = '', ...rest] = command;
  const child = spawn(program, [...rest, 'server', '--url', url, '--requirements', revision], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}
