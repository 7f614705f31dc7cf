import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from './generate/all-files.ts';
import { build } from './generate/build.ts';
import { staleFiles } from './generate/files.ts';
import { layerDocument, submoduleDiffers } from './generate/layer-source.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What a check found: files that are not what they should be, or why it could not tell. */
type Finding = { stale: readonly string[] } | { skipped: string };

async function generatedIsFresh(): Promise<Finding> {
  if (submoduleDiffers(ROOT))
    return { stale: ['generated/ is of another release than mist_openapi/ (run: npm run generate)'] };
  const path = layerDocument(ROOT, process.env);
  if (path === undefined) return { skipped: 'the document that generated/source.json names is not at hand' };
  const { layer, prose } = await build(path);
  const stale = staleFiles(join(ROOT, 'generated'), filesOf(layer, prose));
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
