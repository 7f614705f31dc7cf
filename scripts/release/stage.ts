import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './identity.ts';
import { publishedManifest } from './published-manifest.ts';

/** What the package is made of besides the bundle, which is built. */
export const SOURCES: readonly string[] = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'generated',
  'schemas',
];

const Packed = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })).length(1);

/** An npm package as a file, and what is in it. */
export interface Tarball {
  readonly path: string;
  /** Paths inside the package, in order. */
  readonly files: readonly string[];
}

/**
 * Builds the npm package in a folder of its own, so that `dist/` of the working tree neither goes in nor changes.
 *
 * @param folder an empty one; the tarball is in it afterward
 * @throws Error when the build or `npm pack` fails
 */
export function packPackage(folder: string): Tarball {
  const source = join(folder, 'source');
  const dist = join(source, 'dist');
  mkdirSync(dist, { recursive: true });
  for (const name of SOURCES) cpSync(join(ROOT, name), join(source, name), { recursive: true });
  writeFileSync(join(source, 'package.json'), publishedManifest(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  execFileSync(process.execPath, ['scripts/build.js', join(dist, 'mistmcp.js')], { cwd: ROOT, stdio: 'pipe' });
  execFileSync(process.execPath, ['scripts/library.js', join(dist, 'library')], { cwd: ROOT, stdio: 'pipe' });
  execFileSync(process.execPath, ['scripts/notices.js', join(dist, 'THIRD-PARTY-LICENSES')], { cwd: ROOT });
  const options = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder];
  const answer: unknown = JSON.parse(execFileSync('npm', options, { cwd: source, encoding: 'utf8' }));
  const [packed] = Packed.parse(answer);
  return {
    path: join(folder, packed?.filename ?? ''),
    files: (packed?.files ?? []).map(({ path }) => path).sort(),
  };
}

/** Unpacks a tarball of npm. @returns the folder of the package */
export function unpack(tarball: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  return join(folder, 'package');
}
