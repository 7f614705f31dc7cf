import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const NIGHTLY = 10_000;
const USAGE = `npm run wild -- [CASES [SEED]]

Runs the tests with wild input, wild answers and planted secrets at length: ${NIGHTLY} cases a tool from a new seed
unless told. The seed is printed; the same one gives the same cases.
`;

const [cases = NIGHTLY, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);

if (![cases, seed].every((number) => Number.isSafeInteger(number) && number > 0)) {
  process.stderr.write(USAGE);
  process.exit(2);
}

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'long', 'test/wild'], {
  stdio: 'inherit',
  env: { ...process.env, WILD_CASES: String(cases), WILD_SEED: String(seed) },
});
process.exit(status ?? 1);
