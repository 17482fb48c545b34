import { defineConfig } from 'vitest/config';

/** Browser tests: one after the other, since each wants the cores for encoding and decoding video. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: ['./scripts/test-build.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
