import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './generate/build.ts';
import { complain } from './generate/complain.ts';
import { compareLayers } from './generate/diff/compare.ts';
import { report } from './generate/diff/report.ts';
import { SpecError } from './generate/spec.ts';
import { toolRoutes } from './generate/tools.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

async function run(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [older, newer, ...rest] = positionals;
  if (older === undefined || newer === undefined || rest.length > 0) {
    throw new SpecError('name two documents: npm run spec:diff OLD.json NEW.json');
  }
  const from = await build(resolve(older), { lenient: true });
  const to = await build(resolve(newer), { lenient: true });
  const { routes, problem } = await toolRoutes(ROOT);
  console.log(`Mist ${from.layer.table.version} → ${to.layer.table.version}; ! may break a caller\n`);
  console.log(report(compareLayers(from.layer, to.layer, routes)));
  if (problem) console.log(`(no tools named: ${problem})`);
}

try {
  await run();
} catch (error) {
  complain('spec:diff', error);
}
