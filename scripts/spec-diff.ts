import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './generate/build.ts';
import { breakingUsages, compareLayers } from './generate/diff/compare.ts';
import { decisions } from './generate/diff/decide.ts';
import { markdown } from './generate/diff/markdown.ts';
import { report } from './generate/diff/report.ts';
import { tokenChange } from './generate/diff/tokens.ts';
import { mistEffects } from './generate/effects.ts';
import { complain } from './generate/report-error.ts';
import { SpecError } from './generate/spec.ts';
import { toolRoutes } from './generate/tools.ts';
import { SourceIndex } from './generate/usages.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** `--markdown` writes a pull request's text; with both lists of scripts/tool-list.ts it says what tools cost now. */
const OPTIONS = {
  markdown: { type: 'boolean', default: false },
  'tools-before': { type: 'string' },
  'tools-after': { type: 'string' },
} as const;

/** The change in what the list of tools costs, where both lists are given. */
function costs(before: string | undefined, after: string | undefined): string[] {
  if (before === undefined || after === undefined) return [];
  return tokenChange(readFileSync(before, 'utf8'), readFileSync(after, 'utf8'));
}

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const [older, newer, ...rest] = positionals;
  if (older === undefined || newer === undefined || rest.length > 0) {
    throw new SpecError('name two documents: npm run spec:diff OLD.json NEW.json');
  }
  const from = await build(resolve(older), { lenient: true });
  const to = await build(resolve(newer), { lenient: true });
  const { routes, problem } = await toolRoutes(ROOT);
  const title = `Mist ${from.layer.table.version} → ${to.layer.table.version}`;
  const changes = compareLayers(from.layer, to.layer, routes);
  const known = new Set(from.unreadConditions);
  const unreadConditions = to.unreadConditions.filter((where) => !known.has(where));
  const review = { leftOut: to.spec.leftOut, unreadConditions, effects: mistEffects() };
  const options = {
    decisions: decisions(from.layer, to.layer, review),
    usages: breakingUsages(changes, new SourceIndex(ROOT)),
    ...(problem === undefined ? {} : { toolsUnknown: problem }),
  };
  if (values.markdown) {
    console.log(markdown(title, changes, costs(values['tools-before'], values['tools-after']), options));
  } else console.log(`${title}; ! may break a caller or a reader\n\n${report(changes, options)}`);
}

try {
  await run();
} catch (error) {
  complain('spec:diff', error);
}
