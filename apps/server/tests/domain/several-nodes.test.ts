import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LivestreamInput } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import { product } from '../../src/adapters/storage/conformance/samples.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { AudienceService } from '../../src/domain/audience/audience.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { LEASE_BEAT, LeaseKeeper } from '../../src/domain/leases/lease-keeper.ts';
import { EngagementProjector } from '../../src/domain/livestreams/engagement-projector.ts';
import { HostWatch } from '../../src/domain/livestreams/host-watch.ts';
import { LivestreamService } from '../../src/domain/livestreams/livestreams.ts';
import type { LobbyEvent } from '../../src/domain/services.ts';
import { SystemService } from '../../src/domain/system/system.ts';
import { ShopFeed } from '../../src/domain/timeline/shop-feed.ts';
import { TimelineService } from '../../src/domain/timeline/timelines.ts';
import { LeasedVideo } from '../../src/domain/video/placement.ts';
import type { Storage } from '../../src/ports/storage.ts';

const HOST: Actor = { id: 'b'.repeat(24), role: 'host', name: 'Inès', sessionHash: null };
const MINUTE = 60_000;
const AWAY_LIMIT = 10 * MINUTE;
const INPUT: LivestreamInput = {
  title: 'The Autumn Firing',
  description: '',
  quality: '720p',
  visibility: 'public',
  scheduledFor: null,
  thumbnailUrl: null,
  tags: [],
  lineup: [],
};

let folder: string;
let storage: Storage;
let time: number;
let nodes: Node[];

interface Node {
  timelines: TimelineService;
  livestreams: LivestreamService;
  hosts: HostWatch;
  leases: LeaseKeeper;
  video: LeasedVideo;
  projector: EngagementProjector;
  told: LobbyEvent[];
  /** The shows whose viewers this node has put out. */
  closedTo: string[];
}

/** One node's domain on the store that all share. Nobody hints: what others did is found by looking. */
async function node(nodeId: string): Promise<Node> {
  const clock = { now: () => time, monotonic: () => time };
  const backplane = createLocalBackplane();
  const timelines = new TimelineService(storage, backplane, clock);
  const feed = new ShopFeed(timelines);
  const audience = new AudienceService({
    storage,
    backplane,
    clock,
    isOnAir: (streamId) => livestreams.isOnAir(streamId),
    knownPeak: (streamId) => livestreams.knownPeak(streamId),
  });
  const livestreams: LivestreamService = new LivestreamService({ storage, timelines, feed, audience, clock, endVideo: async () => {} });
  const leases = new LeaseKeeper({ store: storage.leases, clock, nodeId });
  const closedTo: string[] = [];
  const closeViewers = async (streamId: string): Promise<void> => void closedTo.push(streamId);
  const video = new LeasedVideo(leases);
  const hosts = new HostWatch({
    storage,
    livestreams,
    video,
    closeViewers,
    nodeDied: async () => {},
    clock,
    awayLimit: AWAY_LIMIT,
    mediaIsOurs: true,
  });
  const told: LobbyEvent[] = [];
  timelines.onLobby((event) => told.push(event));
  await livestreams.load((error) => {
    throw error;
  });
  await feed.start();
  const made: Node = {
    timelines,
    livestreams,
    hosts,
    leases,
    video,
    told,
    closedTo,
    projector: new EngagementProjector({ storage, presence: backplane.presence, onAir: livestreams.onAir }),
  };
  nodes.push(made);
  return made;
}
/** Lets these nodes live for so long: they beat, and the first of them looks after the hosts. */
async function pass(duration: number, ...living: Node[]): Promise<void> {
  for (const end = time + duration; time < end; ) {
    time += LEASE_BEAT;
    for (const { leases, timelines } of living) {
      await leases.beat();
      await timelines.look();
    }
    await living[0]?.hosts.look();
    for (const { hosts } of living) await hosts.closeWaiting();
  }
}
const statusOf = async (id: string): Promise<string | undefined> => (await storage.livestreams.byId(id))?.status;
const types = async (id: string): Promise<string[]> => (await storage.timeline.after(id, 0, 100)).map(({ type }) => type);
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
const up = (streamId: string) => ({ type: 'publisher_up', seat: 'host', streamId, userId: HOST.id }) as const;
const lost = (streamId: string) => ({ type: 'publisher_lost', seat: 'host', streamId, userId: HOST.id }) as const;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-nodes-'));
  storage = await openSqliteStorage({ directory: folder });
  time = Date.UTC(2026, 0, 1);
  nodes = [];
});
afterEach(async () => {
  for (const { timelines } of nodes) timelines[Symbol.dispose]();
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('A host who is away', () => {
  test('longer than the limit ends the show, and a shorter while does not', async () => {
    const one = await node('one');
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.hosts.follow(up(_id));
    await one.livestreams.start(HOST, _id);
    await one.hosts.follow(lost(_id));
    expect(await statusOf(_id)).toBe('interrupted');
    await pass(AWAY_LIMIT - MINUTE, one);
    await one.hosts.follow(up(_id));
    expect(await statusOf(_id)).toBe('live');
    await pass(2 * MINUTE, one);
    expect(await statusOf(_id)).toBe('live');
    await one.hosts.follow(lost(_id));
    await pass(AWAY_LIMIT + MINUTE, one);
    expect(await types(_id)).toEqual(['stream_started', 'stream_interrupted', 'stream_resumed', 'stream_interrupted', 'stream_stopped']);
  });

  test('counts as away from a minute after a start without a picture, over a restart of the server', async () => {
    const one = await node('one');
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.livestreams.start(HOST, _id);
    expect((await one.livestreams.get(HOST, _id)).hostAwaySince).toBeNull();
    await pass(5 * MINUTE, one);
    expect((await one.livestreams.get(HOST, _id)).hostAwaySince).not.toBeNull();
    const again = await node('one again');
    await pass(5 * MINUTE, again);
    expect(await statusOf(_id)).toBe('live');
    await pass(2 * MINUTE, again);
    expect(await statusOf(_id)).toBe('ended');
  });

  test('keeps its viewers for a minute, then they are put out once for each time it is away', async () => {
    const one = await node('one');
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.hosts.follow(up(_id));
    await one.livestreams.start(HOST, _id);
    await one.hosts.follow(lost(_id));
    await pass(MINUTE - LEASE_BEAT, one);
    expect(one.closedTo).toEqual([]);
    await pass(LEASE_BEAT, one);
    expect(one.closedTo).toEqual([_id]);
    expect(await statusOf(_id)).toBe('interrupted');
    await pass(MINUTE, one);
    await one.hosts.follow(up(_id));
    await pass(2 * MINUTE, one);
    expect(one.closedTo).toEqual([_id]);
    await one.hosts.follow(lost(_id));
    await pass(MINUTE, one);
    expect(one.closedTo).toEqual([_id, _id]);
  });

  test('is counted from when it went, over a restart and on every node', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.hosts.follow(up(_id));
    await one.livestreams.start(HOST, _id);
    await one.hosts.follow(lost(_id));
    await pass(MINUTE / 2, two);
    const again = await node('one again');
    await pass(MINUTE / 2 - LEASE_BEAT, two, again);
    expect([two.closedTo, again.closedTo]).toEqual([[], []]);
    await pass(LEASE_BEAT, two, again);
    expect([two.closedTo, again.closedTo]).toEqual([[_id], [_id]]);
  });

  test('keeps no viewers out who watch a host that has come, unnoticed by their node', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.livestreams.start(HOST, _id);
    await two.timelines.look();
    await expect.poll(() => two.livestreams.isOnAir(_id)).toBe(true);
    await one.hosts.follow(up(_id));
    await pass(3 * MINUTE, one, two);
    expect([one.closedTo, two.closedTo]).toEqual([[], []]);
  });

  test('again before its coming has been written down is away', async () => {
    const one = await node('one');
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.hosts.follow(up(_id));
    await one.livestreams.start(HOST, _id);
    await one.hosts.follow(lost(_id));
    time += MINUTE;
    await Promise.all([one.hosts.follow(up(_id)), one.hosts.follow(lost(_id))]);
    expect(await statusOf(_id)).toBe('interrupted');
  });

  test('is not, when the show was started on a node that did not know of the picture', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.hosts.follow(up(_id));
    await two.livestreams.start(HOST, _id);
    await pass(MINUTE, one, two);
    expect((await storage.livestreams.byId(_id))?.hostAwaySince).toBeNull();
    await pass(AWAY_LIMIT + 2 * MINUTE, one, two);
    expect(await types(_id)).toEqual(['stream_started']);
    expect([one.closedTo, two.closedTo]).toEqual([[], []]);
  });

  test('is not, when a node that hung loses what another has meanwhile', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.hosts.follow(up(_id));
    await one.livestreams.start(HOST, _id);
    await pass(MINUTE, two, one);
    await pass(MINUTE, two);
    await two.hosts.follow(up(_id));
    expect(await statusOf(_id)).toBe('live');
    await one.hosts.follow(lost(_id));
    await pass(MINUTE, one, two);
    expect(await types(_id)).toEqual(['stream_started', 'stream_interrupted', 'stream_resumed']);
  });

  test('is interrupted before anybody takes the place of a node that died', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.hosts.follow(up(_id));
    await one.livestreams.start(HOST, _id);
    // Two's viewers ask for it all the time.
    for (let passed = 0; passed < MINUTE; passed += LEASE_BEAT) {
      await codeOf(two.video.place(_id));
      await pass(LEASE_BEAT, two);
    }
    expect(await statusOf(_id)).toBe('interrupted');
    expect(await two.video.place(_id)).toBe('here');
  });

  test('because its node has died is said to be away by another node, and may come back there', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.hosts.follow(up(_id));
    await one.livestreams.start(HOST, _id);
    await pass(MINUTE, two, one);
    expect(await statusOf(_id)).toBe('live');
    await pass(MINUTE, two);
    expect(await statusOf(_id)).toBe('interrupted');
    await two.hosts.follow(up(_id));
    await pass(MINUTE, two);
    expect(await statusOf(_id)).toBe('live');
    expect(await types(_id)).toEqual(['stream_started', 'stream_interrupted', 'stream_resumed']);
  });
});

describe('Two nodes', () => {
  test('give one host one show on air, whichever of two starts comes first', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const shows = [await one.livestreams.create(HOST, INPUT), await one.livestreams.create(HOST, INPUT)];
    const outcomes = await Promise.all([
      codeOf(one.livestreams.start(HOST, shows[0]?._id ?? '')),
      codeOf(two.livestreams.start(HOST, shows[1]?._id ?? '')),
    ]);
    expect(outcomes.sort()).toEqual(['already_live', 'done']);
  });

  test('start one show once when both are asked at the same moment', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    const [first, second] = await Promise.all([one.livestreams.start(HOST, _id), two.livestreams.start(HOST, _id)]);
    expect(first.offset).toBe(second.offset);
    expect(await types(_id)).toEqual(['stream_started']);
  });

  test('tell their lobbies of the same shows, starts and ends, and know what is on air', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.livestreams.start(HOST, _id);
    await two.timelines.look();
    await expect.poll(() => two.told.map(({ type }) => type)).toEqual(['show_listed', 'stream_started']);
    expect(two.livestreams.isOnAir(_id)).toBe(true);
    await two.livestreams.stop(HOST, _id);
    await one.timelines.look();
    await expect.poll(() => one.told.map(({ type }) => type)).toEqual(['show_listed', 'stream_started', 'stream_stopped']);
    await expect.poll(() => one.livestreams.isOnAir(_id)).toBe(false);
  });
});

describe('An operator', () => {
  test('is warned once, on each node, that several are alive without Redis, until they are not', async () => {
    const warned: string[] = [];
    const system = (leases: LeaseKeeper): SystemService =>
      new SystemService({
        parts: { version: '1', storage: 'mongodb', backplane: 'local', video: 'sfu', filesAreShared: true },
        leases,
        isBackplaneConnected: () => true,
        onWarning: (warning) => warned.push(`${leases.nodeId} ${warning}`),
      });
    const [one, two] = [await node('one'), await node('two')];
    const [first, second] = [system(one.leases), system(two.leases)];
    await first.join();
    await first.look();
    expect(warned).toEqual([]);
    await second.join();
    for (let n = 0; n < 5; n += 1) {
      await pass(LEASE_BEAT, one, two);
      await first.look();
      await second.look();
    }
    expect(warned.sort()).toEqual(['one nodes_without_redis', 'two nodes_without_redis']);
    const admin: Actor = { ...HOST, role: 'admin' };
    expect(await first.report(admin)).toMatchObject({ nodes: 2, warnings: ['nodes_without_redis'] });
    await expect(first.report(HOST)).rejects.toMatchObject({ code: 'forbidden' });
    // The second dies: what it held stands still and is taken away.
    await pass(30_000, one);
    await first.look();
    await pass(12_000, one);
    await first.look();
    expect(await first.report(admin)).toMatchObject({ nodes: 1, warnings: [] });
  });
});

describe('The figures in a show’s document', () => {
  test('are written by turns: those of an older turn never replace those of a newer one', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.livestreams.start(HOST, _id);
    await storage.likes.set(_id, 'c'.repeat(24), true, time);
    await one.projector.run(1);
    expect((await storage.livestreams.byId(_id))?.engagement).toMatchObject({ likes: 1, likedBy: ['c'.repeat(24)] });
    await storage.likes.set(_id, 'd'.repeat(24), true, time);
    await two.timelines.look();
    await expect.poll(() => two.livestreams.isOnAir(_id)).toBe(true);
    await two.projector.run(2);
    await storage.likes.set(_id, 'e'.repeat(24), true, time);
    await one.projector.run(1);
    expect((await storage.livestreams.byId(_id))?.engagement?.likes).toBe(2);
  });

  test('are written once more after the end, also by a node that takes over from one that died over them', async () => {
    const [one, two] = [await node('one'), await node('two')];
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.livestreams.start(HOST, _id);
    await one.projector.run(1);
    await storage.likes.set(_id, 'c'.repeat(24), true, time);
    await one.livestreams.stop(HOST, _id);
    await two.projector.run(2);
    expect((await storage.livestreams.byId(_id))?.engagement?.likes).toBe(1);
  });
});

describe('The settings of a show', () => {
  test('that are changed on air are an entry of its timeline, with those that stay', async () => {
    const one = await node('one');
    const { _id } = await one.livestreams.create(HOST, { ...INPUT, settings: { links: 'refuse' } });
    await one.livestreams.start(HOST, _id);
    await one.livestreams.update(HOST, _id, { title: 'Another title', settings: { slowMode: 10 } });
    const entry = (await storage.timeline.after(_id, 1, 10))[0];
    expect(entry).toMatchObject({ type: 'settings_changed', data: { settings: { slowMode: 10, links: 'refuse', chatMode: 'everyone' } } });
    expect((await one.livestreams.get(HOST, _id)).title).toBe('Another title');
  });

  test('and its line-up that change are an entry each, and none where they stay as they were', async () => {
    const one = await node('one');
    const vase = product(1);
    await storage.products.insert(vase);
    const { _id } = await one.livestreams.create(HOST, INPUT);
    await one.livestreams.start(HOST, _id);
    const lineup = [{ productId: vase._id, showPrice: 6_200, limitPerBuyer: 2 }];
    const types = async () => (await storage.timeline.after(_id, 1, 10)).map(({ type }) => type);
    await one.livestreams.update(HOST, _id, { title: 'Vases', lineup, settings: { slowMode: 10 } });
    expect(await types()).toEqual(['lineup_changed', 'settings_changed']);
    expect((await storage.timeline.after(_id, 1, 1))[0]).toMatchObject({ actorId: HOST.id, data: { lineup } });
    expect(await one.livestreams.get(HOST, _id)).toMatchObject({ title: 'Vases', lineup, settings: { slowMode: 10 } });
    await one.livestreams.update(HOST, _id, { lineup, description: 'The same' });
    expect(await types()).toEqual(['lineup_changed', 'settings_changed']);
    await one.livestreams.update(HOST, _id, { lineup: [], description: 'None' });
    expect(await types()).toEqual(['lineup_changed', 'settings_changed', 'lineup_changed']);
    expect(await one.livestreams.get(HOST, _id)).toMatchObject({ description: 'None', lineup: [] });
    await one.livestreams.stop(HOST, _id);
    await one.livestreams.update(HOST, _id, { lineup });
    expect((await one.livestreams.get(HOST, _id)).lineup).toEqual(lineup);
    expect((await types()).at(-1)).toBe('stream_stopped');
  });

  test('name products that the shop sells', async () => {
    const one = await node('one');
    const lineup = [{ productId: 'f'.repeat(24), showPrice: null, limitPerBuyer: null }];
    expect(await codeOf(one.livestreams.create(HOST, { ...INPUT, lineup }))).toBe('invalid');
  });
});
