import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { AudienceService } from '../../src/domain/audience/audience.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { LivestreamService } from '../../src/domain/livestreams/livestreams.ts';
import type { LobbyEvent } from '../../src/domain/services.ts';
import { ShopFeed } from '../../src/domain/timeline/shop-feed.ts';
import { TimelineService } from '../../src/domain/timeline/timelines.ts';
import type { Storage, TimelineStore } from '../../src/ports/storage.ts';

const HOST: Actor = { id: 'a'.repeat(24), role: 'host', name: 'Inès', sessionHash: null };
const clock = { now: () => Date.UTC(2026, 0, 1), monotonic: () => 0 };

let folder: string;
let opened: Storage;
/** Whether the timeline refuses to be written; the documents can still be changed. */
let away = false;
let timelines: TimelineService;
let livestreams: LivestreamService;
let closedVideo: string[];

beforeEach(async () => {
  away = false;
  closedVideo = [];
  folder = await mkdtemp(join(tmpdir(), 'vitrine-debts-'));
  opened = await openSqliteStorage({ directory: folder });
  const { timeline } = opened;
  const insert: TimelineStore['insert'] = (entries) =>
    away ? Promise.reject(new DomainError('storage_unavailable', 'away')) : timeline.insert(entries);
  const refusing: Storage = Object.create(opened, { timeline: { value: Object.create(timeline, { insert: { value: insert } }) } });
  const backplane = createLocalBackplane();
  timelines = new TimelineService(refusing, backplane, clock);
  const audience = new AudienceService({
    storage: refusing,
    backplane,
    clock,
    isOnAir: (streamId) => livestreams.isOnAir(streamId),
    knownPeak: (streamId) => livestreams.knownPeak(streamId),
  });
  const feed = new ShopFeed(timelines);
  livestreams = new LivestreamService({
    storage: refusing,
    timelines,
    feed,
    audience,
    clock,
    endVideo: async (streamId) => void closedVideo.push(streamId),
  });
  await livestreams.load((error) => {
    throw error;
  });
  await feed.start();
});
afterEach(async () => {
  timelines[Symbol.dispose]();
  await opened[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function show(): Promise<string> {
  const { _id } = await livestreams.create(HOST, {
    title: 'The Autumn Firing',
    description: '',
    quality: '720p',
    visibility: 'public',
    scheduledFor: null,
    thumbnailUrl: null,
    tags: [],
    lineup: [],
  });
  return _id;
}
const typesOf = async (streamId: string): Promise<string[]> => (await timelines.read(streamId, 0, 10)).map((entry) => entry.type);

test('A start that could not be written comes before the end that could', async () => {
  const id = await show();
  away = true;
  await expect(livestreams.start(HOST, id)).rejects.toMatchObject({ code: 'storage_unavailable' });
  away = false;
  expect((await livestreams.stop(HOST, id)).offset).toBe(2);
  expect(await typesOf(id)).toEqual(['stream_started', 'stream_stopped']);
  expect(await opened.livestreams.owing(10)).toEqual([]);
});

test('The sweep writes what is owed, once and in order', async () => {
  const id = await show();
  away = true;
  await livestreams.start(HOST, id).catch(() => {});
  await livestreams.stop(HOST, id).catch(() => {});
  away = false;
  await Promise.all([livestreams.settleOwed(), livestreams.settleOwed()]);
  expect(await typesOf(id)).toEqual(['stream_started', 'stream_stopped']);
  expect(await opened.livestreams.owing(10)).toEqual([]);
});

test('The lobby hears, and the video closes, also when only the second try could be written', async () => {
  const id = await show();
  const heard: LobbyEvent['type'][] = [];
  // Its announcement may come before or after this begins to listen.
  timelines.onLobby(({ type }) => type !== 'show_listed' && heard.push(type));
  away = true;
  await livestreams.start(HOST, id).catch(() => {});
  expect(heard).toEqual([]);
  away = false;
  await Promise.all([livestreams.start(HOST, id), livestreams.start(HOST, id)]);
  await expect.poll(() => heard).toEqual(['stream_started']);
  away = true;
  await livestreams.stop(HOST, id).catch(() => {});
  expect(closedVideo).toEqual([id]);
  away = false;
  await Promise.all([livestreams.stop(HOST, id), livestreams.stop(HOST, id)]);
  await expect.poll(() => heard).toEqual(['stream_started', 'stream_stopped']);
});
