import { defineConfig } from 'vitest/config';

/** Many cases, many tenants, programs from outside: `npm run test:long`. */
const LONG = 'test/**/*.long.test.ts';

/** Tests whose size is set from outside: small in `npm test`, and once more at full size here. */
const SIZED = ['test/wild/{clean,wild-answers,wild-inputs}.test.ts', 'test/transport/http/isolation.test.ts'];
const FULL_SIZE = { WILD_CASES: '200', TEST_TENANTS: '100x20' };

const given = Object.entries(process.env).filter(([name]) => name in FULL_SIZE);

export default defineConfig({
  test: {
    globalSetup: ['test/harness/bundle.ts'],
    // Two cores: more workers than that only makes process-spawning tests slow.
    maxWorkers: 2,
    // What is waited for comes late on a busy machine; only what never comes is a failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { extends: true, test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: [LONG] } },
      {
        extends: true,
        test: { name: 'long', include: [LONG, ...SIZED], env: { ...FULL_SIZE, ...Object.fromEntries(given) } },
      },
    ],
  },
});
