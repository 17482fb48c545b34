import { createConnection } from 'node:net';
import { expect, it } from 'vitest';
import { MongoServer } from '../src/index.ts';

const answers = (uri: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(uri);
    const socket = createConnection(Number(port), hostname, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

it('starts a MongoDB server of its own, kills it and starts it again at the same address', async () => {
  const server = await MongoServer.start({ own: true });
  console.log(`MongoDB for tests: ${server.name}`);
  try {
    expect(await answers(server.uri)).toBe(true);
    const { pid } = server;
    await server.kill();
    expect(await answers(server.uri)).toBe(false);
    await server.restart();
    expect(await answers(server.uri)).toBe(true);
    expect(server.pid).not.toBe(pid);
  } finally {
    await server[Symbol.asyncDispose]();
  }
  expect(await answers(server.uri)).toBe(false);
});
