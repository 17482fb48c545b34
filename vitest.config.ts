import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['{apps,packages}/*/{src,tests}/**/*.test.ts', '{bench,demo}/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['./scripts/test-build.ts'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // One file on each core: most of them wait for servers, and by itself Vitest leaves one core out.
    maxWorkers: '100%',
  },
});
