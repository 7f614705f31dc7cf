import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './release/identity.ts';

/** A program on npm that one check needs and nothing else in the project. */
export interface Program {
  readonly name: string;
  readonly version: string;
  /** The file that Node starts, inside the package. */
  readonly entry: string;
  /** The oldest Node that it runs with: major and minor. */
  readonly node: readonly [number, number];
}

function isNewEnough([major, minor]: Program['node']): boolean {
  const [ours = 0, oursMinor = 0] = process.versions.node.split('.').map(Number);
  return ours > major || (ours === major && oursMinor >= minor);
}

/**
 * The command line of a program, and of a newer Node where this one is too old for it. Both are fetched on first use and
 * kept by version; no script of theirs runs at the installation.
 *
 * @param given folder where it is installed already
 * @throws Error when it cannot be fetched
 */
export function fetched({ name, version, entry, node }: Program, given?: string): readonly [string, string] {
  const folder = given ?? join(ROOT, 'node_modules/.cache', name.replace(/^.*\//, ''), version);
  const file = join(folder, 'node_modules', name, entry);
  const runner = isNewEnough(node) ? process.execPath : join(folder, 'node_modules/.bin/node');
  if (!existsSync(file) || !existsSync(runner)) {
    const runtime = runner === process.execPath ? [] : [`node-${process.platform}-${process.arch}@24`];
    const options = ['--prefix', folder, '--no-save', '--no-audit', '--ignore-scripts', '--loglevel=error'];
    const { status } = spawnSync('npm', ['install', ...options, `${name}@${version}`, ...runtime], {
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`${name}@${version} could not be installed; say where it is.`);
  }
  return [runner, file];
}
