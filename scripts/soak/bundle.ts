import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The packed server in a folder of its own, so that nobody's build changes it meanwhile. */
export interface Bundle {
  /** Also for whatever a run writes. */
  readonly folder: string;
  /** Arguments of node that start the server with the probe in it. */
  readonly start: readonly string[];
  remove(): void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the present source. @throws Error when it does not build */
export function packBundle(): Bundle {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-soak-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  symlinkSync(join(root, 'generated'), join(folder, 'generated'));
  const program = join(folder, 'dist', 'mistmcp.js');
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), program], { stdio: ['ignore', 'ignore', 'inherit'] });
  const probe = fileURLToPath(new URL('./probe.cjs', import.meta.url));
  return {
    folder,
    start: ['--require', probe, program],
    remove,
  };
}
