import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { filesOf } from './generate/all-files.ts';
import { build } from './generate/build.ts';
import { breakingUsages, compareLayers } from './generate/diff/compare.ts';
import { decisions } from './generate/diff/decide.ts';
import { report } from './generate/diff/report.ts';
import { mistEffects } from './generate/effects.ts';
import { replaceFolder } from './generate/files.ts';
import { SOURCE_FILE, sourceText } from './generate/layer-source.ts';
import { complain } from './generate/report-error.ts';
import { savedLayer } from './generate/saved.ts';
import { fetchSubmodule, findSpec } from './generate/source.ts';
import { summary } from './generate/summary.ts';
import { toolRoutes } from './generate/tools.ts';
import { SourceIndex } from './generate/usages.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Changes named one by one at the end of a run. */
const NAMED = 40;

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { spec: { type: 'string' }, out: { type: 'string' } } });
  const started = performance.now();
  const path = findSpec(values.spec, { root: ROOT, environment: process.env, fetch: fetchSubmodule });
  const folder = values.out === undefined ? join(ROOT, 'generated') : resolve(values.out);
  const before = savedLayer(folder);
  // Read while the layer is still the one that the tools were written against.
  const { routes, problem } = before ? await toolRoutes(ROOT) : { routes: new Map() };
  const { layer, prose, spec, unreadConditions } = await build(path);
  const changes = before ? compareLayers(before, layer, routes) : [];
  const files = filesOf(layer, prose);
  replaceFolder(folder, new Map([...files, [SOURCE_FILE, sourceText(path, layer.table.version)]]));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(summary(layer));
  console.log(
    `written to ${folder} in ${seconds} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most\n`,
  );
  if (!before) return console.log('there was nothing to compare with');
  const review = { leftOut: spec.leftOut, unreadConditions, effects: mistEffects() };
  const options = {
    most: NAMED,
    decisions: decisions(before, layer, review),
    usages: breakingUsages(changes, new SourceIndex(ROOT)),
    ...(problem === undefined ? {} : { toolsUnknown: problem }),
  };
  console.log(report(changes, options));
}

try {
  await run();
} catch (error) {
  complain('generate', error);
}
