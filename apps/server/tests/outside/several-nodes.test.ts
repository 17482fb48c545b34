import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Livestream, LivestreamInput } from '@vitrine/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import { createOutboundSender } from '../../src/adapters/webhooks/sender.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { AudienceService } from '../../src/domain/audience/audience.ts';
import { LivestreamService } from '../../src/domain/livestreams/livestreams.ts';
import { Deliveries } from '../../src/domain/outside/deliveries.ts';
import { PushService } from '../../src/domain/outside/push.ts';
import { ShowNews } from '../../src/domain/outside/show-news.ts';
import { WebhookService } from '../../src/domain/outside/webhooks.ts';
import { ReminderService } from '../../src/domain/reminders/reminders.ts';
import { ShopFeed } from '../../src/domain/timeline/shop-feed.ts';
import { TimelineService } from '../../src/domain/timeline/timelines.ts';
import type { PushSender } from '../../src/ports/push.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { Receiver } from './receiver.ts';

const ADMIN: Actor = { id: 'a'.repeat(24), role: 'admin', name: 'Inès', sessionHash: null };
const AMIR: Actor = { id: 'b'.repeat(24), role: 'guest', name: 'Amir', sessionHash: null };
const raise = (error: unknown): never => {
  throw error;
};

interface Node {
  timelines: TimelineService;
  livestreams: LivestreamService;
  reminders: ReminderService;
  push: PushService;
  webhooks: WebhookService;
  deliveries: Deliveries;
  /** Whom this node told over its sockets. */
  told: [string, string[]][];
}

let folder: string;
let storage: Storage;
let receiver: Receiver;
let pushed: string[];
let nodes: Node[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-outside-nodes-'));
  storage = await openSqliteStorage({ directory: folder });
  receiver = await Receiver.listen();
  pushed = [];
  nodes = [];
});
afterEach(async () => {
  for (const { deliveries } of nodes) await deliveries[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** One node on the store that all share; nobody hints, so what others did is found by looking. `news` stands in for its news desk. */
async function node(news?: { tell(): Promise<void> }): Promise<Node> {
  const clock = { now: () => Date.UTC(2026, 0, 1), monotonic: () => 0 };
  const backplane = createLocalBackplane();
  const timelines = new TimelineService(storage, backplane, clock);
  const feed = new ShopFeed(timelines);
  const deliveries = new Deliveries({ jobs: storage.jobs, clock, onError: raise });
  const webhooks = new WebhookService({ storage, deliveries, sender: createOutboundSender({ allowPrivate: true }), clock });
  const sender: PushSender = {
    kind: 'expo',
    publicKey: null,
    objection: () => null,
    async send({ address }) {
      pushed.push(address);
      return { outcome: 'sent' };
    },
    receipt: null,
  };
  const push = new PushService({ storage, deliveries, senders: [sender], clock });
  const audience = new AudienceService({ storage, backplane, clock, isOnAir: () => true, knownPeak: () => 0 });
  const livestreams = new LivestreamService({
    storage,
    timelines,
    feed,
    audience,
    clock,
    news: news ?? new ShowNews({ storage, webhooks, push, clock }),
    endVideo: async () => {},
  });
  const reminders = new ReminderService({ storage, livestreams, feed, clock, onError: raise });
  const told: Node['told'] = [];
  reminders.onDue(({ _id }: Livestream, subjectIds) => told.push([_id, [...subjectIds]]));
  await livestreams.load(raise);
  await feed.start();
  const made = { timelines, livestreams, reminders, push, webhooks, deliveries, told };
  nodes.push(made);
  return made;
}
/** Lets every node find what the others did and deliver what is due, until nothing is left to do. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1)
    for (const { timelines, deliveries } of nodes) {
      await timelines.look();
      await deliveries.run();
    }
}

test('A start on one node is told over the sockets of every node, and outside once', async () => {
  const [one, two] = [await node(), await node()];
  await one.webhooks.create(ADMIN, { url: receiver.url, events: ['livestream.started', 'livestream.ended'] });
  const { _id } = await one.livestreams.create(ADMIN, LivestreamInput.parse({ title: 'The Autumn Firing' }));
  await two.reminders.set(AMIR, _id);
  await two.push.add(AMIR, { kind: 'expo', token: 'ExpoPushToken[amir]' });
  await one.livestreams.start(ADMIN, _id);
  await settle();
  await expect.poll(() => [one.told, two.told]).toEqual([[[_id, [AMIR.id]]], [[_id, [AMIR.id]]]]);
  expect(pushed).toEqual(['ExpoPushToken[amir]']);
  await two.livestreams.stop(ADMIN, _id);
  await settle();
  expect(receiver.received.map(({ body }) => JSON.parse(body.toString()).type)).toEqual(['livestream.started', 'livestream.ended']);
});

test('What a node had to tell when it died is told by another, once', async () => {
  const dying = await node({ tell: async () => raise(new Error('the power went')) });
  const other = await node();
  await other.webhooks.create(ADMIN, { url: receiver.url, events: ['livestream.started'] });
  const { _id } = await dying.livestreams.create(ADMIN, LivestreamInput.parse({ title: 'The Autumn Firing' }));
  await expect(dying.livestreams.start(ADMIN, _id)).rejects.toThrow('the power went');
  expect(receiver.received).toEqual([]);
  await other.livestreams.settleOwed();
  await other.livestreams.settleOwed();
  await other.deliveries.run();
  expect(receiver.received).toHaveLength(1);
});
