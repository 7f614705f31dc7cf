import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './generate/build.ts';
import { filesOf, staleFiles } from './generate/files.ts';
import { specAtHand } from './generate/source.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The release that generated/ is committed from. */
const RELEASE = '2c3d769ef188bbce1b9db7a0774b5a10812d0a5bc11960b768de47b66bb88bbf';
const NEIGHBOUR = join(ROOT, '../shared/mist_openapi/mist.openapi.json');

/** What a check found: files that are not what they should be, or why it could not tell. */
type Finding = { stale: readonly string[] } | { skipped: string };

const isRelease = (path: string): boolean =>
  existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === RELEASE;

async function generatedIsFresh(): Promise<Finding> {
  const named = specAtHand(undefined, { root: ROOT, environment: process.env });
  const path = named ?? (isRelease(NEIGHBOUR) ? NEIGHBOUR : undefined);
  if (path === undefined) return { skipped: 'no spec at hand' };
  const { layer, prose } = await build(path);
  const stale = staleFiles(join(ROOT, 'generated'), await filesOf(layer, prose));
  return { stale: stale.map((name) => `generated/${name} (run: npm run generate)`) };
}

/** Checks by name; each says which committed files are out of date. */
const CHECKS: Readonly<Record<string, () => Promise<Finding>>> = { 'generated-is-fresh': generatedIsFresh };

for (const [name, check] of Object.entries(CHECKS)) {
  try {
    const finding = await check();
    if ('skipped' in finding) console.log(`skipped: ${name} (${finding.skipped})`);
    else if (finding.stale.length === 0) console.log(`passed: ${name}`);
    else {
      console.error(`failed: ${name}: ${finding.stale.join(', ')}`);
      process.exitCode = 1;
    }
  } catch (error) {
    console.error(`failed: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
