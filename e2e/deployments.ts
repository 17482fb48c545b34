import { randomUUID } from 'node:crypto';
import { MongoServer, ServerProcess } from '@vitrine/test-env';
import { RedisServer } from '@vitrine/test-env/redis';

/** A shop that runs: where its staff work, and where its customers come in. */
export interface Deployment extends AsyncDisposable {
  desk: ServerProcess;
  shopfront: ServerProcess;
  /** Of the first admin: the one that was printed last is the one that counts. */
  setupToken: string | null;
}

/** What `npm start` runs: one process with everything in it. */
async function embedded(env: Record<string, string>): Promise<Deployment> {
  const server = await ServerProcess.start({ env });
  return { desk: server, shopfront: server, setupToken: server.setupToken, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Two nodes on one database and one Redis: the staff on one, the customers on the other. */
async function twoNodes(env: Record<string, string>): Promise<Deployment> {
  const [mongo, redis] = await Promise.all([MongoServer.start(), RedisServer.start()]);
  console.log(`MongoDB for two nodes: ${mongo.name}`);
  const database = new URL(mongo.uri);
  database.pathname = `/vitrine-${randomUUID()}`;
  const parts = { ...env, MONGODB_URI: database.href, REDIS_URL: redis.url };
  const desk = await ServerProcess.start({ env: parts });
  const shopfront = await ServerProcess.start({ env: parts });
  return {
    desk,
    shopfront,
    setupToken: shopfront.setupToken,
    async [Symbol.asyncDispose]() {
      await Promise.all([desk[Symbol.asyncDispose](), shopfront[Symbol.asyncDispose]()]);
      await Promise.all([mongo[Symbol.asyncDispose](), redis[Symbol.asyncDispose]()]);
    },
  };
}

export const DEPLOYMENTS = [
  ['one server with everything in it', embedded],
  ['two nodes on MongoDB and Redis', twoNodes],
] as const;
