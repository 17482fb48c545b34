import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LivestreamSettings } from '@vitrine/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWebPush, vapidKeys } from '../../src/adapters/push/web.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import { createOutboundSender } from '../../src/adapters/webhooks/sender.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { Deliveries } from '../../src/domain/outside/deliveries.ts';
import { PushService } from '../../src/domain/outside/push.ts';
import type { PushSender } from '../../src/ports/push.ts';
import type { LivestreamRecord, Storage } from '../../src/ports/storage.ts';
import { type Received, Receiver } from './receiver.ts';

const SHOW = 'a'.repeat(24);
const SUBJECT = 'mailto:shop@lumen.example';
const START = Date.UTC(2026, 0, 1);
const person = (digit: string): Actor => ({ id: digit.repeat(24), role: 'guest', name: 'Amir', sessionHash: 'hash' });
const AMIR = person('1');

let folder: string;
let storage: Storage;
let service: Receiver;
let now: number;
let deliveries: Deliveries;
let push: PushService;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-push-'));
  storage = await openSqliteStorage({ directory: folder });
  service = await Receiver.listen();
  service.status = 201;
  now = START;
  const sender = createOutboundSender({ allowPrivate: true });
  await open([createWebPush({ subject: SUBJECT, keys: await vapidKeys(storage.settings), sender })]);
  await storage.livestreams.insert(show());
});
afterEach(async () => {
  await deliveries[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function open(senders: PushSender[]): Promise<void> {
  await deliveries?.[Symbol.asyncDispose]();
  const clock = { now: () => now, monotonic: () => now };
  deliveries = new Deliveries({
    jobs: storage.jobs,
    clock,
    onError: (error) => {
      throw error;
    },
  });
  push = new PushService({ storage, deliveries, senders, clock });
}
const show = (): LivestreamRecord => ({
  _id: SHOW,
  epoch: 'epoch',
  title: 'The Autumn Firing',
  description: '',
  createdBy: '9'.repeat(24),
  hostName: 'Inès',
  status: 'live',
  run: 1,
  startTime: START,
  endTime: null,
  scheduledFor: START,
  thumbnailUrl: null,
  recordingUrl: null,
  recording: null,
  quality: '720p',
  visibility: 'public',
  tags: [],
  settings: LivestreamSettings.parse({}),
  lineup: [],
  pinnedProducts: [],
  pinnedMessage: null,
  guests: [],
  broadcastKey: null,
  hostAwaySince: null,
  peakViewers: 0,
  engagement: null,
  owed: [],
  createdAt: START,
  updatedAt: START,
});

/** A browser's side of a subscription. */
function browser(path: string) {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const auth = randomBytes(16);
  const subscription = {
    kind: 'web' as const,
    endpoint: `${service.url}${path}`,
    keys: { p256dh: ecdh.getPublicKey().toString('base64url'), auth: auth.toString('base64url') },
  };
  /** RFC 8291 section 3.4 over RFC 8188: what the browser's push client does. */
  const decrypt = (body: Buffer): string => {
    const salt = body.subarray(0, 16);
    const keyLength = body.readUInt8(20);
    const serverKey = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), serverKey]);
    const inputKey = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(serverKey), auth, info, 32));
    const key = Buffer.from(hkdfSync('sha256', inputKey, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16));
    const nonce = Buffer.from(hkdfSync('sha256', inputKey, salt, Buffer.from('Content-Encoding: nonce\0'), 12));
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    const end = padded.lastIndexOf(2);
    return padded.subarray(0, end).toString();
  };
  return { subscription, decrypt };
}
/** RFC 8292: the claims of the `vapid` authorization, if its signature is the shop's. */
function vapidClaims({ headers }: Received, publicKey: string): unknown {
  const [, token = '', key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  expect(key).toBe(publicKey);
  const point = Buffer.from(publicKey, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const [head = '', claims = '', signature = ''] = token.split('.');
  const isGenuine = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(isGenuine).toBe(true);
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

describe('A web push', () => {
  test('reaches the browser of who asked to be told, sealed for it alone and signed by the shop', async () => {
    const { subscription, decrypt } = browser('/amir');
    await push.add(AMIR, subscription);
    await push.add(person('2'), browser('/dana').subscription);
    await storage.reminders.add(SHOW, AMIR.id, now);
    await push.showStarted(SHOW, 1);
    await push.showStarted(SHOW, 1);
    await deliveries.run();
    await deliveries.run();
    expect(service.received.map(({ path }) => path)).toEqual(['/amir']);
    const [sent] = service.received;
    if (!sent) throw new Error('nothing was sent');
    expect(sent.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', topic: SHOW });
    expect(sent.body.toString('latin1')).not.toContain('Autumn');
    expect(JSON.parse(decrypt(sent.body))).toEqual({
      type: 'livestream.started',
      livestreamId: SHOW,
      title: 'The Autumn Firing',
      body: 'Inès is live now',
      url: `/watch/${SHOW}`,
    });
    const { web } = await push.options();
    expect(vapidClaims(sent, web?.publicKey ?? '')).toMatchObject({ aud: service.url, sub: SUBJECT });
  });

  test('goes to every one of many who wait, each once', async () => {
    const people = Array.from({ length: 450 }, (_, index) => person('1').id.slice(0, 21) + String(index).padStart(3, '0'));
    for (const id of people) {
      await push.add({ ...AMIR, id }, browser(`/${id}`).subscription);
      await storage.reminders.add(SHOW, id, now);
    }
    await push.showStarted(SHOW, 1);
    await deliveries.run();
    expect(service.received.map(({ path }) => path.slice(1)).sort()).toEqual(people);
  });

  test.each([404, 410])('that is answered with %i is the last to that browser', async (status) => {
    const { subscription } = browser('/amir');
    await push.add(AMIR, subscription);
    await storage.reminders.add(SHOW, AMIR.id, now);
    service.status = status;
    await push.showStarted(SHOW, 1);
    await deliveries.run();
    expect(await storage.pushSubscriptions.ofSubject(AMIR.id)).toEqual([]);
    now += 86_400_000;
    await deliveries.run();
    expect(service.received).toHaveLength(1);
  });

  test('that the service has no time for is sent again after as long as it asked for', async () => {
    await push.add(AMIR, browser('/amir').subscription);
    await storage.reminders.add(SHOW, AMIR.id, now);
    service.status = 429;
    service.headers = { 'retry-after': '600' };
    await push.showStarted(SHOW, 1);
    await deliveries.run();
    now += 599_000;
    await deliveries.run();
    expect(service.received).toHaveLength(1);
    service.status = 201;
    now += 1_000;
    await deliveries.run();
    expect(service.received).toHaveLength(2);
    expect((await storage.pushSubscriptions.ofSubject(AMIR.id)).length).toBe(1);
  });

  test('of a show that is over by then is not sent', async () => {
    await push.add(AMIR, browser('/amir').subscription);
    await storage.reminders.add(SHOW, AMIR.id, now);
    await storage.livestreams.change(SHOW, ['live'], { status: 'ended', endTime: now });
    await push.showStarted(SHOW, 1);
    await deliveries.run();
    expect(service.received).toEqual([]);
  });

  test('uses keys that are made once and stay', async () => {
    const first = await vapidKeys(storage.settings);
    expect(await vapidKeys(storage.settings)).toEqual(first);
    expect((await push.options()).web?.publicKey).toBe(first.publicKey);
  });
});

describe('A subscription', () => {
  test('is one for one browser, of who told it last, and is taken away by its own person alone', async () => {
    const { subscription } = browser('/shared');
    await push.add(AMIR, subscription);
    const { _id } = await push.add(person('2'), subscription);
    expect(await storage.pushSubscriptions.ofSubject(AMIR.id)).toEqual([]);
    expect(await codeOf(push.remove(AMIR, _id))).toBe('not_found');
    await push.remove(person('2'), _id);
    expect(await storage.pushSubscriptions.ofSubject(person('2').id)).toEqual([]);
  });
  test('makes room for newer ones', async () => {
    for (let index = 0; index < 25; index += 1) {
      now += 1;
      await push.add(AMIR, browser(`/${index}`).subscription);
    }
    const kept = await storage.pushSubscriptions.ofSubject(AMIR.id);
    expect(kept).toHaveLength(20);
    expect(kept.some(({ address }) => address.endsWith('/24'))).toBe(true);
    expect(kept.some(({ address }) => address.endsWith('/0'))).toBe(false);
  });
  test('to a private address is refused where that is not allowed', async () => {
    const keys = await vapidKeys(storage.settings);
    await open([createWebPush({ subject: SUBJECT, keys, sender: createOutboundSender({ allowPrivate: false }) })]);
    expect(await codeOf(push.add(AMIR, browser('/amir').subscription))).toBe('invalid');
  });
  test('is refused while pushes are off, and by who has no name', async () => {
    expect(await codeOf(push.add({ ...AMIR, role: 'viewer' }, browser('/amir').subscription))).toBe('name_required');
    await open([]);
    expect(await push.options()).toEqual({ web: null, expo: false });
    expect(await codeOf(push.add(AMIR, browser('/amir').subscription))).toBe('conflict');
  });
});

describe('An Expo push', () => {
  const token = 'ExponentPushToken[abcdefghijklmnopqrstuv]';
  const gone = { status: 'error', message: 'gone', details: { error: 'DeviceNotRegistered' } };
  let expo: Receiver;
  let sender: PushSender;
  beforeAll(async () => {
    expo = await Receiver.listen();
    expo.status = 200;
    // The SDK reads the address of the service once, when it is loaded.
    process.env.EXPO_BASE_URL = expo.url;
    const { createExpoPush } = await import('../../src/adapters/push/expo.ts');
    sender = createExpoPush({ accessToken: 'an access token' });
  });
  beforeEach(async () => {
    expo.received.length = 0;
    await open([sender]);
    await push.add(AMIR, { kind: 'expo', token });
    await storage.reminders.add(SHOW, AMIR.id, now);
  });
  afterAll(() => expo[Symbol.asyncDispose]());

  test('is handed to Expo, its receipt is read later, and a phone that is gone by then is forgotten', async () => {
    expo.answer = ({ path }) =>
      path.endsWith('/getReceipts') ? { data: { 'ticket-1': gone } } : { data: [{ status: 'ok', id: 'ticket-1' }] };
    await push.showStarted(SHOW, 1);
    await deliveries.run();
    expect(expo.received.map(({ path }) => path)).toEqual(['/--/api/v2/push/send']);
    expect(expo.received[0]?.headers.authorization).toBe('Bearer an access token');
    expect(JSON.parse(expo.received[0]?.body.toString() ?? '')).toMatchObject([
      { to: token, title: 'The Autumn Firing', body: 'Inès is live now', data: { livestreamId: SHOW, url: `/watch/${SHOW}` } },
    ]);
    expect(await storage.pushSubscriptions.ofSubject(AMIR.id)).toHaveLength(1);
    now += 15 * 60_000;
    await deliveries.run();
    expect(expo.received.at(-1)?.path).toBe('/--/api/v2/push/getReceipts');
    expect(await storage.pushSubscriptions.ofSubject(AMIR.id)).toEqual([]);
  });
  test('to a phone that Expo knows to be gone is the last to it', async () => {
    expo.answer = () => ({ data: [gone] });
    await push.showStarted(SHOW, 1);
    await deliveries.run();
    expect(await storage.pushSubscriptions.ofSubject(AMIR.id)).toEqual([]);
  });
});
