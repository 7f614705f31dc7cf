import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentProgram } from './programs.ts';

/** Installs a program where it is not there yet. @returns its path, or undefined where it cannot be had */
export function installed({ package: name, bin }: AgentProgram, folder: string): string | undefined {
  const path = join(folder, 'node_modules', '.bin', bin);
  if (existsSync(path)) return path;
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, name], {
      stdio: 'pipe',
    });
  } catch {
    return undefined;
  }
  return existsSync(path) ? path : undefined;
}
