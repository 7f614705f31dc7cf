import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '../config/error.ts';

/** Whether a folder lies inside a git work tree. */
function isInWorkTree(folder: string): boolean {
  for (let here = resolve(folder); ; here = dirname(here)) {
    if (existsSync(join(here, '.git'))) return true;
    if (dirname(here) === here) return false;
  }
}

/** Whether git leaves a folder alone; where git cannot be asked, it does not. */
function isIgnored(folder: string): boolean {
  try {
    execFileSync('git', ['check-ignore', '--quiet', '--', '.'], { cwd: folder, stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * Refuses to write secrets where git would take them.
 *
 * @throws ConfigError for a folder inside a work tree that is not ignored there
 */
export function refuseInWorkTree(folder: string): void {
  if (!isInWorkTree(folder)) return;
  mkdirSync(folder, { recursive: true });
  if (isIgnored(folder)) return;
  throw new ConfigError(
    '--clear-secrets: the folder is inside a git work tree. Put it into .gitignore, or name a folder elsewhere.',
  );
}
