import { defineConfig } from 'vitest/config';

/** Many cases, many tenants, programs from outside: `npm run test:long`. */
const LONG = 'test/**/*.long.test.ts';

/** Tests whose size is set from outside: small in `npm test`, and once more at full size here. */
export const SIZED = [
  'test/clients/text.property.test.ts',
  'test/features/changes/flow-consent.test.ts',
  'test/features/configuration/effective/compare.test.ts',
  'test/features/effects/verdict.property.test.ts',
  'test/features/plans/restore.property.test.ts',
  'test/features/snapshot/compare.property.test.ts',
  'test/mist/newer-layer.test.ts',
  'test/simulator/coherence.test.ts',
  'test/transport/http/hostile.test.ts',
  'test/transport/http/isolation.test.ts',
  'test/wild/canary.test.ts',
  'test/wild/clean.test.ts',
  'test/wild/wild-answers.test.ts',
  'test/wild/wild-inputs.test.ts',
];
const FULL_SIZE = {
  CASES_SHARE: '1',
  WILD_CASES: '200',
  TEST_TENANTS: '100x20',
  RESTORE_SEEDS: '1,2,3,4,5,6,7,8,9,10',
};

/** Tests that replace modules, the clock or the file system for the whole process, which nobody else may share. */
export const ALONE = [
  'test/features/charts/attach.test.ts',
  'test/mist/spec/schemas/completeness.test.ts',
  'test/mist/spec/schemas/forms.test.ts',
  'test/mist/spec/schemas/lookup.test.ts',
  'test/mist/spec/schemas/prose.test.ts',
  'test/scripts/questions/questions.test.ts',
];

/** Two cores, and one more: tests wait for processes and for silence as well as compute. */
const MOST_AT_ONCE = 3;

const given = Object.entries(process.env).filter(([name]) => name in FULL_SIZE);

export default defineConfig({
  test: {
    globalSetup: ['test/harness/bundle.ts'],
    maxWorkers: MOST_AT_ONCE,
    // What is waited for comes late on a busy machine; only what never comes is a failure.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 90_000, interval: 20 } },
    projects: [
      {
        extends: true,
        // A worker loads the source once and not for every file: a third of the time of all tests.
        test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: [LONG, ...ALONE], isolate: false },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
      {
        extends: true,
        test: {
          ...{ name: 'long', include: [LONG, ...SIZED], env: { ...FULL_SIZE, ...Object.fromEntries(given) } },
          // Floods and clusters of processes have no idle moments.
          ...{ maxWorkers: 2, sequence: { groupOrder: 1 } },
        },
      },
    ],
  },
});
