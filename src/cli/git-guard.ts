import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../config/error.ts';

/** Where a folder that may not be there yet really lies: links lead into a work tree as well. */
function placeOf(folder: string): string {
  const path = resolve(folder);
  if (existsSync(path)) return realpathSync(path);
  return dirname(path) === path ? path : join(placeOf(dirname(path)), basename(path));
}

/** Whether a folder lies inside a git work tree. */
function isInWorkTree(folder: string): boolean {
  for (let here = placeOf(folder); ; here = dirname(here)) {
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
