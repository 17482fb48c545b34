import { buildServer } from '../apps/server/build.mjs';
import { MongoServer } from '../packages/test-env/src/mongo/index.ts';

/**
 * The suites run the built worker and child process, so they are built once before. A MongoDB server is got here too: where Java has to be
 * installed for it, no test has the time. Without one its own tests say so, and the others run.
 */
export default async function setup(): Promise<void> {
  await buildServer();
  await MongoServer.prepare().catch((error: unknown) => console.warn(String(error)));
}
