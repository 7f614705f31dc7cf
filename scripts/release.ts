// Writes server.json from package.json: npm run release [-- --check] [--tag v1.2.3] [--bundle FILE.mcpb --out FILE]
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Identity, ROOT, readIdentity } from './release/identity.ts';
import { serverJson } from './release/server-json.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    tag: { type: 'string' },
    bundle: { type: 'string' },
    out: { type: 'string' },
  },
});

const Lock = z.object({ version: z.string() });

/** What does not say the same as package.json, one sentence each. */
function differences(identity: Identity, text: string): string[] {
  const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
  const { version, mcpName, page } = identity;
  const lock = Lock.parse(JSON.parse(read('package-lock.json')));
  const dockerfile = read('Dockerfile');
  const missing = [`"${mcpName}"`, `"${page}"`].filter((label) => !dockerfile.includes(label));
  return [
    ...(read('server.json') === text ? [] : ['server.json is stale; run: npm run release']),
    ...(lock.version === version ? [] : [`package-lock.json is of ${lock.version}, package.json of ${version}`]),
    ...missing.map((label) => `Dockerfile has no label ${label}`),
    ...(values.tag === undefined || values.tag === `v${version}` ? [] : [`${values.tag} is not the tag of ${version}`]),
  ];
}

const identity = readIdentity();
const digest = values.bundle && createHash('sha256').update(readFileSync(values.bundle)).digest('hex');
const text = `${JSON.stringify(serverJson(identity, digest || undefined), null, 2)}\n`;
if (values.check || values.tag !== undefined) {
  const found = differences(identity, text);
  for (const sentence of found) console.error(sentence);
  if (found.length === 0) console.log(`all packages are of ${identity.name} ${identity.version}`);
  else process.exitCode = 1;
} else {
  const out = values.out ?? join(ROOT, 'server.json');
  writeFileSync(out, text);
  console.log(`written: ${out}`);
}
