import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The bundle of the present source in a folder of its own, as the package holds it. */
export interface Bundle {
  /** What `node` is to be given. */
  readonly file: string;
  /** Environment in which compiled code is kept between runs, in a folder that begins empty. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

/** @throws Error when it cannot be built */
export function buildBundle(): Bundle {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-bench-'));
  symlinkSync(join(ROOT, 'generated'), join(folder, 'generated'));
  const file = join(folder, 'dist', 'mistmcp.js');
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.js'), file], { stdio: 'pipe' });
  const cache = join(folder, 'cache');
  mkdirSync(cache, { mode: 0o700 });
  return {
    file,
    env: { PATH: process.env.PATH ?? '', XDG_CACHE_HOME: cache },
    close: () => rmSync(folder, { recursive: true }),
  };
}
