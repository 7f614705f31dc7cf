import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/bundle.ts'],
    // Two cores: more workers than that only makes process-spawning tests slow.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is waited for comes late on a busy machine; only what never comes is a failure.
    expect: { poll: { timeout: 15_000 } },
  },
});
