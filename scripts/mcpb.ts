// Packs the bundle that desktop applications install: npm run mcpb [-- FILE.mcpb]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packBundle } from './release/bundle.ts';
import { ROOT, readIdentity } from './release/identity.ts';
import { packPackage } from './release/stage.ts';

const identity = readIdentity();
const output = resolve(process.argv[2] ?? join(ROOT, `dist/${identity.name}-${identity.version}.mcpb`));
const folder = mkdtempSync(join(tmpdir(), 'mistmcp-bundle-'));
try {
  await packBundle(identity, packPackage(folder).path, join(folder, 'bundle'), output);
  console.log(output);
} finally {
  rmSync(folder, { recursive: true });
}
