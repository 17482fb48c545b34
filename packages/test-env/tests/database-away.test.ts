import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../src/free-port.ts';
import { MongoServer, openShop, ServerProcess, Viewer } from '../src/index.ts';

const SOON = { timeout: 30_000, interval: 100 };

let mongo: MongoServer;
let server: ServerProcess | null = null;

beforeEach(async () => {
  // Its own, since it is killed.
  mongo = await MongoServer.start({ own: true });
  console.log(`MongoDB that goes away: ${mongo.name}`);
});
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = null;
  await mongo[Symbol.asyncDispose]();
});

const answer = async (url: string, path: string): Promise<{ status: number; code?: string }> => {
  const response = await fetch(`${url}${path}`).catch(() => null);
  if (!response) return { status: 0 };
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, ...(code === undefined ? {} : { code }) };
};

test('a server that is started before its database says that it waits, and opens when the database is there', async () => {
  await mongo.kill();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const starting = ServerProcess.start({ env: { MONGODB_URI: mongo.uri, PORT: String(port) } });
  await expect.poll(() => answer(url, '/readyz'), SOON).toEqual({ status: 503, code: 'storage_unavailable' });
  expect(await answer(url, '/healthz')).toEqual({ status: 200 });
  expect(await answer(url, '/livestreams')).toEqual({ status: 503, code: 'storage_unavailable' });
  await mongo.restart();
  server = await starting;
  expect(await answer(url, '/readyz')).toEqual({ status: 200 });
  await openShop(server);
}, 90_000);

test('a database that is lost in mid-show refuses what is said, acknowledges nothing, and the show heals by itself', async () => {
  server = await ServerProcess.start({ env: { MONGODB_URI: mongo.uri } });
  const admin = await openShop(server);
  const { _id: streamId } = await admin.createShow('The Autumn Firing');
  await admin.request('PUT', `/livestreams/${streamId}`, { isActive: true });
  const viewer = await Viewer.watch(server.socketUrl, { streamId });
  const host = await Viewer.watch(server.socketUrl, { streamId, token: admin.token ?? '' });
  await host.command('chat_message', { message: 'before' });
  await mongo.kill();
  const refused = await host.command('chat_message', { message: 'meanwhile' }, 'again');
  expect(refused.data).toMatchObject({ code: 'storage_unavailable' });
  await expect.poll(() => answer(server?.url ?? '', '/readyz'), SOON).toEqual({ status: 503, code: 'storage_unavailable' });
  // The sockets stay, and what needs no store is answered.
  expect((await viewer.command('ping', {})).type).toBe('ack');
  await mongo.restart();
  await expect
    .poll(async () => (await host.command('chat_message', { message: 'meanwhile' }, 'again')).type, { timeout: 30_000, interval: 1_000 })
    .toBe('ack');
  await viewer.next('chat_message', ({ data }) => data.message === 'meanwhile');
  expect(viewer.of('chat_message').map(({ data }) => data.message)).toEqual(['before', 'meanwhile']);
  expect(viewer.closed).toBeNull();
  await expect.poll(() => answer(server?.url ?? '', '/readyz'), SOON).toEqual({ status: 200 });
  for (const each of [viewer, host]) each.drop();
}, 90_000);
