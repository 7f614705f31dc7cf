import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the tests find the bundle of this run. A name that begins like a setting would be refused as an unknown one. */
export const BUNDLE = 'STAGE_BUNDLE';

/** The process that made it. */
const MAKER = 'STAGE_BUNDLE_MAKER';

/**
 * Bundles the present source once for all test files: it is what people run, and it starts ten times as fast as the
 * source. It stands in a folder of its own, so that two runs at once do not meet. What tests make in the folder for
 * temporary files goes there too: a file that shares its worker cannot know when the last one has ended. Vitest calls this
 * once for itself and once for each project of a run, all in one process; the first call does it for all.
 *
 * @returns what removes it again
 */
export default function setup(): () => void {
  if (process.env[MAKER] === String(process.pid)) return () => {};
  process.env[MAKER] = String(process.pid);
  const run = mkdtempSync(join(tmpdir(), 'mistmcp-'));
  const folder = join(run, 'package');
  const bundle = join(folder, 'dist', 'mistmcp.js');
  mkdirSync(folder);
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), bundle], { stdio: ['ignore', 'ignore', 'inherit'] });
  symlinkSync(join(root, 'generated'), join(folder, 'generated'));
  process.env[BUNDLE] = bundle;
  const temporary = join(run, 'tmp');
  mkdirSync(temporary);
  process.env.TMPDIR = temporary;
  return () => {
    delete process.env[MAKER];
    rmSync(run, { recursive: true, force: true });
  };
}
