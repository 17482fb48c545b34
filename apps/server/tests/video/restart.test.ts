import type { VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient, Viewer } from '@vitrine/test-env';
import { publishClip, releaseVideo, type WatchedStream, watchStream } from '@vitrine/test-env/fake-host';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';

let server: ServerProcess;
let admin: ShopClient;
let show: string;
const open: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  server = await ServerProcess.start();
  admin = await openShop(server);
  show = (await admin.createShow('The Autumn Firing'))._id;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
  await server[Symbol.asyncDispose]();
});
afterAll(releaseVideo);

async function credentials(role: 'host' | 'viewer'): Promise<{ url: string; token: string }> {
  const given = await admin.request<VideoCredentials>('POST', `/livestreams/${show}/video`, { role });
  if (given.provider !== 'sfu') throw new Error('not the embedded service');
  return { url: `${server.url}${given.url}`, token: given.token };
}
async function publish(): Promise<void> {
  const { url, token } = await credentials('host');
  open.push(await publishClip({ whipUrl: url, token }));
}
async function watch(): Promise<WatchedStream> {
  const { url, token } = await credentials('viewer');
  const viewer = await watchStream({ whepUrl: url, token });
  open.push(viewer);
  return viewer;
}

it('A server that was killed with -9 says at its start that the show is interrupted, and takes the host back at once', async () => {
  await publish();
  await admin.request('PUT', `/livestreams/${show}`, { isActive: true });
  await (await watch()).until(({ videoFrames }) => videoFrames > 10);
  await server.end('SIGKILL');
  await server.restart();
  expect(await admin.request('GET', `/livestreams/${show}`)).toMatchObject({ status: 'interrupted', hostAwaySince: expect.any(String) });
  const room = await Viewer.watch(server.socketUrl, { streamId: show });
  await publish();
  await room.next('stream_resumed');
  await (await watch()).until(({ videoFrames }) => videoFrames > 10);
  room.drop();
});
