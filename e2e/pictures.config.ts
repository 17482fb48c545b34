import { defineConfig } from 'vitest/config';

/** `npm run pictures`: makes the pictures of `docs/screens` anew, from a real server, a real show and the fake host. */
export default defineConfig({ test: { include: ['e2e/pictures.ts'], testTimeout: 300_000, hookTimeout: 60_000, pool: 'forks' } });
