import { defineConfig } from 'vitest/config';

/** What scripts/mutation.ts runs for each mutant: only the test files of the group, in one thread that is kept. */
export default defineConfig({
  test: {
    include: (process.env.MUTATION_TESTS ?? '').split(','),
    isolate: false,
    pool: 'threads',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
