import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The release that knows both revisions; `latest` stops at 2025-11-25. */
const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';

/** The suite needs Node 22; under an older one it runs with one from the registry. */
const NODE = `node-${process.platform}-${process.arch}@24`;
const NEEDED = 22;

const cache = fileURLToPath(new URL('../../node_modules/.cache/conformance', import.meta.url));

const isNewEnough = (): boolean => Number(process.versions.node.split('.')[0]) >= NEEDED;

/**
 * The command line of the suite. It is fetched on first use and kept, since nothing else in the project needs it.
 *
 * @param folder where it is installed already
 * @throws Error when it cannot be fetched
 */
export function suite(folder: string = cache): readonly string[] {
  const entry = join(folder, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
  const node = join(folder, 'node_modules/.bin/node');
  if (!existsSync(entry)) {
    const packages = isNewEnough() ? [SUITE] : [SUITE, NODE];
    const { status } = spawnSync('npm', ['install', '--prefix', folder, '--no-save', '--no-audit', ...packages], {
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`${SUITE} could not be installed; give --suite FOLDER where it is.`);
  }
  return [isNewEnough() ? process.execPath : node, entry];
}

/** Runs what a revision requires against a server and shows it. @returns whether all that counts passed */
export function runSuite(command: readonly string[], url: string, revision: string): Promise<boolean> {
  const [program = '', ...rest] = command;
  const child = spawn(program, [...rest, 'server', '--url', url, '--requirements', revision], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}
