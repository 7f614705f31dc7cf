import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A project of somebody else with this package in its `node_modules`.
 *
 * @param hasTypes whether with its declarations, which take seconds to make
 * @returns its folder, to be removed
 */
export function projectWithPackage(hasTypes = false): string {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-library-'));
  const installed = join(folder, 'node_modules', 'mistmcp');
  mkdirSync(installed, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(installed, 'package.json'));
  cpSync(join(ROOT, 'generated'), join(installed, 'generated'), { recursive: true });
  const flags = hasTypes ? [] : ['--no-types'];
  execFileSync(process.execPath, ['scripts/library.js', join(installed, 'dist', 'library'), ...flags], { cwd: ROOT });
  linkNodeTypes(folder);
  return folder;
}

/** Gives a project the types of Node from here. */
export function linkNodeTypes(folder: string): void {
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
}

/** Compiles a file of a project as strict as TypeScript gets. @throws Error with what the compiler says */
export function compile(folder: string, files: readonly string[]): void {
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipLibCheck'];
  const options = ['--noEmit', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023', '--types', 'node'];
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, ...options, ...strict, ...files], { cwd: folder, encoding: 'utf8' });
  } catch (thrown) {
    const stdout = typeof thrown === 'object' && thrown !== null && 'stdout' in thrown ? thrown.stdout : thrown;
    throw new Error(String(stdout));
  }
}
