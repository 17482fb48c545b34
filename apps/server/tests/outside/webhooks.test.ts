import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Order } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import { createOutboundSender } from '../../src/adapters/webhooks/sender.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { Deliveries } from '../../src/domain/outside/deliveries.ts';
import { WebhookService } from '../../src/domain/outside/webhooks.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { type Received, Receiver } from './receiver.ts';

const ADMIN: Actor = { id: 'a'.repeat(24), role: 'admin', name: 'Inès', sessionHash: 'hash' };
const HOST: Actor = { ...ADMIN, id: 'b'.repeat(24), role: 'host' };
const START = Date.UTC(2026, 0, 1);
/** As much of an order as travels here: what it is made of is proven where it is made. */
const ORDER = { _id: 'c'.repeat(24), number: '1042', total: 6_800, currency: 'EUR' } as Order;

let folder: string;
let storage: Storage;
let receiver: Receiver;
let now: number;
let deliveries: Deliveries;
let webhooks: WebhookService;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-webhooks-'));
  storage = await openSqliteStorage({ directory: folder });
  receiver = await Receiver.listen();
  now = START;
  ({ deliveries, webhooks } = open());
});
afterEach(async () => {
  await deliveries[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function open(allowPrivate = true): { deliveries: Deliveries; webhooks: WebhookService } {
  const clock = { now: () => now, monotonic: () => now };
  const queue = new Deliveries({
    jobs: storage.jobs,
    clock,
    onError: (error) => {
      throw error;
    },
  });
  return {
    deliveries: queue,
    webhooks: new WebhookService({ storage, deliveries: queue, sender: createOutboundSender({ allowPrivate }), clock }),
  };
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
/** What a receiver does, as docs/guides/webhooks.md tells it: signature, then age, then whether it has had the id before. */
function verify({ headers, body }: Received, secret: string, at: number): boolean {
  const id = String(headers['webhook-id']);
  const timestamp = String(headers['webhook-timestamp']);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const given = Buffer.from(String(headers['webhook-signature']).replace(/^v1,/, ''), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected) && Math.abs(at / 1000 - Number(timestamp)) <= 300;
}
const log = async (id: string) => (await webhooks.deliveries(ADMIN, id, { limit: 20 })).items;

describe('A webhook', () => {
  test('is told of the events it asked for, signed with the secret that its admin was shown once', async () => {
    const { secret, ...endpoint } = await webhooks.create(ADMIN, { url: `${receiver.url}/till`, events: ['order.placed'] });
    await webhooks.emit('order.placed', ORDER._id, ORDER);
    await webhooks.emit('order.paid', ORDER._id, ORDER);
    await deliveries.run();
    expect(receiver.received).toHaveLength(1);
    const [told] = receiver.received;
    if (!told) throw new Error('nothing received');
    expect(told.path).toBe('/till');
    expect(JSON.parse(told.body.toString())).toEqual({ type: 'order.placed', timestamp: new Date(START).toISOString(), data: ORDER });
    expect(verify(told, secret, now)).toBe(true);
    expect(verify({ ...told, body: Buffer.from(told.body.toString().replace('6800', '1')) }, secret, now)).toBe(false);
    expect(verify(told, secret, now + 3_600_000)).toBe(false);
    expect((await webhooks.list(ADMIN)).items).toEqual([endpoint]);
    expect(JSON.stringify(await storage.audit.list({ limit: 10 }))).not.toContain(secret);
  });

  test('hears the same event once, however often it is told', async () => {
    await webhooks.create(ADMIN, { url: receiver.url, events: ['order.placed'] });
    await Promise.all([1, 2, 3].map(() => webhooks.emit('order.placed', ORDER._id, ORDER)));
    await deliveries.run();
    expect(receiver.received).toHaveLength(1);
  });

  test('that fails is tried again with the same id and body and a new time of sending', async () => {
    const { _id, secret } = await webhooks.create(ADMIN, { url: receiver.url, events: ['order.paid'] });
    receiver.status = 500;
    await webhooks.emit('order.paid', ORDER._id, ORDER);
    await deliveries.run();
    expect(await log(_id)).toMatchObject([{ state: 'due', tries: 1, lastResult: 'answered 500', event: 'order.paid' }]);
    receiver.status = 200;
    now += 3_600_000;
    await deliveries.run();
    expect(await log(_id)).toMatchObject([{ state: 'done', tries: 2, lastResult: 'answered 200', nextTryAt: null }]);
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toEqual(first?.body);
    expect(second && verify(second, secret, now)).toBe(true);
  });

  test('takes what was queued along over a restart', async () => {
    const { _id } = await webhooks.create(ADMIN, { url: receiver.url, events: ['order.paid'] });
    await deliveries[Symbol.asyncDispose]();
    await webhooks.emit('order.paid', ORDER._id, ORDER);
    await storage[Symbol.asyncDispose]();
    storage = await openSqliteStorage({ directory: folder });
    ({ deliveries, webhooks } = open());
    await deliveries.run();
    expect(receiver.received).toHaveLength(1);
    expect(await log(_id)).toMatchObject([{ state: 'done' }]);
  });

  test('that is paused hears nothing, not later either, but a ping', async () => {
    const { _id } = await webhooks.create(ADMIN, { url: receiver.url, events: ['order.paid'] });
    await webhooks.update(ADMIN, _id, { isActive: false });
    await webhooks.emit('order.paid', ORDER._id, ORDER);
    await webhooks.ping(ADMIN, _id);
    await webhooks.update(ADMIN, _id, { isActive: true });
    await deliveries.run();
    expect(receiver.received.map(({ body }) => JSON.parse(body.toString()).type)).toEqual(['webhook.ping']);
  });

  test('that answers 410 is paused', async () => {
    const { _id } = await webhooks.create(ADMIN, { url: receiver.url, events: ['order.paid'] });
    receiver.status = 410;
    await webhooks.emit('order.paid', ORDER._id, ORDER);
    await deliveries.run();
    expect((await webhooks.list(ADMIN)).items).toMatchObject([{ isActive: false }]);
    expect(await log(_id)).toMatchObject([{ state: 'failed', tries: 1 }]);
  });

  test('gets once more what its admin asks for, and signs with a new secret from the rotation on', async () => {
    const { _id, secret } = await webhooks.create(ADMIN, { url: receiver.url, events: ['order.paid'] });
    await webhooks.emit('order.paid', ORDER._id, ORDER);
    await deliveries.run();
    const rotated = await webhooks.rotateSecret(ADMIN, _id);
    const [delivery] = await log(_id);
    await webhooks.redeliver(ADMIN, _id, delivery?._id ?? '');
    await deliveries.run();
    const [first, second] = receiver.received;
    expect(first && verify(first, secret, now)).toBe(true);
    expect(second && verify(second, secret, now)).toBe(false);
    expect(second && verify(second, rotated.secret, now)).toBe(true);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  });

  test('that is deleted gets nothing of what was queued', async () => {
    const { _id } = await webhooks.create(ADMIN, { url: receiver.url, events: ['order.paid'] });
    await deliveries[Symbol.asyncDispose]();
    await webhooks.emit('order.paid', ORDER._id, ORDER);
    await webhooks.delete(ADMIN, _id);
    ({ deliveries, webhooks } = open());
    await deliveries.run();
    expect(receiver.received).toEqual([]);
    expect(await codeOf(webhooks.deliveries(ADMIN, _id, { limit: 20 }))).toBe('not_found');
  });

  test('is for admins, and there are no more than a few', async () => {
    const input = { url: receiver.url, events: ['order.paid' as const] };
    expect(await codeOf(webhooks.create(HOST, input))).toBe('forbidden');
    expect(await codeOf(webhooks.list(HOST))).toBe('forbidden');
    for (let index = 0; index < 20; index += 1) await webhooks.create(ADMIN, input);
    expect(await codeOf(webhooks.create(ADMIN, input))).toBe('conflict');
  });
});

test('Without leave for private addresses a webhook there is refused, and one from before the leave was taken back is not tried', async () => {
  const { _id } = await webhooks.create(ADMIN, { url: receiver.url, events: ['order.paid'] });
  await deliveries[Symbol.asyncDispose]();
  ({ deliveries, webhooks } = open(false));
  expect(await codeOf(webhooks.create(ADMIN, { url: receiver.url, events: ['order.paid'] }))).toBe('invalid');
  expect(await codeOf(webhooks.create(ADMIN, { url: 'https://192.168.1.7/till', events: ['order.paid'] }))).toBe('invalid');
  await webhooks.emit('order.paid', ORDER._id, ORDER);
  await deliveries.run();
  expect(receiver.received).toEqual([]);
  expect(await log(_id)).toMatchObject([{ state: 'failed', tries: 1 }]);
});
