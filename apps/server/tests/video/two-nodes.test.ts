import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Livestream, StageAnswer, VideoCredentials } from '@vitrine/protocol';
import { MongoServer, openShop, ServerProcess, ShopClient, ShopError, Viewer } from '@vitrine/test-env';
import { type FakeHost, publishClip, releaseVideo, SignallingError, type WatchedStream, watchStream } from '@vitrine/test-env/fake-host';
import { RedisServer } from '@vitrine/test-env/redis';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

/** As often as a client tries again; in milliseconds. */
const RETRY = 1_000;

let open: AsyncDisposable[];
let one: ServerProcess;
let two: ServerProcess;
let admin: ShopClient;
let show: string;

beforeEach(async () => {
  open = [];
  const [mongo, redis] = await Promise.all([MongoServer.start(), RedisServer.start()]);
  open.push(mongo, redis);
  const database = new URL(mongo.uri);
  database.pathname = `/vitrine-${randomUUID()}`;
  const env = { MONGODB_URI: database.href, REDIS_URL: redis.url };
  two = await ServerProcess.start({ env });
  one = await ServerProcess.start({ env });
  open.push(one, two);
  admin = await openShop(one);
  show = (await admin.createShow('The Autumn Firing'))._id;
}, 60_000);
afterEach(async () => {
  for (const part of open.reverse()) await part[Symbol.asyncDispose]();
}, 60_000);
afterAll(releaseVideo);

const at = (node: ServerProcess, { token } = admin): ShopClient => new ShopClient(node.url, token);
async function credentials(node: ServerProcess, input: { role: string; seat?: string }, who = admin) {
  const given = await at(node, who).request<VideoCredentials>('POST', `/livestreams/${show}/video`, input);
  if (given.provider !== 'sfu') throw new Error('not the embedded service');
  return { url: new URL(given.url, node.url).href, token: given.token };
}
async function publish(node: ServerProcess, role = 'host', who = admin): Promise<FakeHost> {
  const { url, token } = await credentials(node, { role }, who);
  const host = await publishClip({ whipUrl: url, token });
  open.push({ [Symbol.asyncDispose]: () => host.stop() });
  return host;
}
async function watch(node: ServerProcess, seat = 'host'): Promise<WatchedStream> {
  const { url, token } = await credentials(node, { role: 'viewer', seat });
  const viewer = await watchStream({ whepUrl: url, token });
  open.push({ [Symbol.asyncDispose]: () => viewer.stop() });
  return viewer;
}
/** As a client does while the server says that it may come again: with fresh credentials each time. */
async function untilTaken<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof SignallingError || error instanceof ShopError) || error.status !== 503) throw error;
      await wait(RETRY);
    }
  }
}
const picturesUp = (viewer: WatchedStream, more = 20): Promise<void> => {
  const { videoFrames } = viewer.counts;
  return viewer.until((counts) => counts.videoFrames > videoFrames + more);
};

describe('A show on two nodes', () => {
  it('is published on one and watched through the other, where its host is also taken', async () => {
    await publish(one);
    await at(two).request<Livestream>('PUT', `/livestreams/${show}`, { isActive: true });
    const [here, there] = [await watch(one), await watch(two)];
    await Promise.all([picturesUp(here), picturesUp(there)]);
    // The newer session of the same host comes through the other node, and nobody notices.
    const room = await Viewer.watch(one.socketUrl, { streamId: show });
    await publish(two);
    await Promise.all([picturesUp(here, 60), picturesUp(there, 60)]);
    expect(room.of('stream_interrupted')).toEqual([]);
    expect([here.counts.backwards, there.counts.backwards]).toEqual([0, 0]);
    room.drop();
  });

  it('takes guests through one node and puts them off through the other', async () => {
    await publish(one);
    await at(one).request('PUT', `/livestreams/${show}`, { isActive: true });
    const account = { name: 'Clara', email: 'clara@example.test', password: 'a lamp in the window', transport: 'bearer' };
    const { token, account: clara } = await new ShopClient(two.url).request<{ token: string; account: { _id: string } }>(
      'POST',
      '/auth/sign-up',
      account,
    );
    const guest = new ShopClient(two.url, token);
    const [room, own] = [
      await Viewer.watch(one.socketUrl, { streamId: show }),
      await Viewer.watch(two.socketUrl, { streamId: show, token }),
    ];
    await at(one).request<StageAnswer>('POST', `/livestreams/${show}/guests`, { userId: clara._id });
    expect((await own.next('stage_invitation')).data.guest?.state).toBe('invited');
    await expect(publish(two, 'guest', guest)).rejects.toMatchObject({ code: 'forbidden' });
    await guest.request<StageAnswer>('POST', `/livestreams/${show}/guests/me/accept`);
    await publish(two, 'guest', guest);
    await room.next('stage_changed', ({ data }) => data.guests[0]?.state === 'live');
    const viewer = await watch(two, clara._id);
    await viewer.until(({ videoFrames, audioPackets }) => videoFrames > 10 && audioPackets > 10);
    await at(two).request('PATCH', `/livestreams/${show}/guests/${clara._id}`, { muted: true });
    await room.next('stage_changed', ({ data }) => data.guests[0]?.muted === true);
    await picturesUp(viewer);
    const { audioPackets } = viewer.counts;
    await picturesUp(viewer, 40);
    expect(viewer.counts.audioPackets).toBe(audioPackets);
    await at(two).request('DELETE', `/livestreams/${show}/guests/${clara._id}`);
    await own.next('stage_invitation', ({ data }) => data.guest === null);
    await expect(publish(two, 'guest', guest)).rejects.toMatchObject({ code: 'forbidden' });
    for (const socket of [room, own]) socket.drop();
  });

  it('is interrupted when the node of its video is killed with -9, and host and viewers come back through the other', async () => {
    await publish(one);
    await at(one).request('PUT', `/livestreams/${show}`, { isActive: true });
    const before = await watch(two);
    await picturesUp(before);
    const room = await Viewer.watch(two.socketUrl, { streamId: show });
    await one.end('SIGKILL');
    const viewer = untilTaken(() => watch(two));
    await room.next('stream_interrupted');
    await untilTaken(() => publish(two));
    await room.next('stream_resumed');
    await picturesUp(await viewer);
    room.drop();
  }, 90_000);

  it('says that video is unavailable while the node that has it hangs, and plays again when it goes on', async () => {
    await publish(one);
    await at(one).request('PUT', `/livestreams/${show}`, { isActive: true });
    const { url, token } = await credentials(two, { role: 'viewer' });
    process.kill(one.pid, 'SIGSTOP');
    try {
      const refused = await watchStream({ whepUrl: url, token }).catch((error: unknown) => error);
      expect(refused).toMatchObject({ status: 503, message: expect.stringContaining('video_unavailable') });
    } finally {
      process.kill(one.pid, 'SIGCONT');
    }
    await picturesUp(await untilTaken(() => watch(two)));
  }, 60_000);
});
