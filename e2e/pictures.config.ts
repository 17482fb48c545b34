import { defineConfig } from 'vitest/config';

/** `npm run pictures`: makes the pictures of `docs/screens` anew, from a running demo whose past shows took a minute each. */
export default defineConfig({ test: { include: ['e2e/pictures.ts'], testTimeout: 400_000, hookTimeout: 400_000, pool: 'forks' } });
