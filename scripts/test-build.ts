import { buildServer } from '../apps/server/build.mjs';

/** The suites run the built worker and child process, so they are built once before. */
export default async function setup(): Promise<void> {
  await buildServer();
}
