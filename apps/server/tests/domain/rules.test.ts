import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Livestream, OrderInput, Product } from '@vitrine/protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { readConfig } from '../../src/config.ts';
import { type Context, createContext } from '../../src/context.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { DomainError } from '../../src/domain/errors.ts';
import type { Services } from '../../src/domain/services.ts';

const MINUTE = 60_000;
const ADMIN = { name: 'Inès', email: 'ines@example.test', password: 'a lamp in the window', transport: 'bearer' } as const;
const CONTACT = { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' };

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

let folder: string;
let context: Context;
let services: Services;
let now: number;
let admin: Actor;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-rules-'));
  now = Date.UTC(2026, 0, 1);
  context = await open();
  services = context.services;
  const token = (await services.accounts.issueSetupToken()) ?? '';
  admin = await actorOf((await services.accounts.setUp({ ...ADMIN, token })).token);
});
afterEach(async () => {
  await context[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<Context> {
  const config = readConfig({ DATA_DIR: folder, VIDEO_UDP_PORT: String(await freeUdpPort()) }, '/');
  return createContext({ config, logger: pino({ level: 'silent' }), clock: { now: () => now, monotonic: () => now } });
}
async function actorOf(token: string): Promise<Actor> {
  const actor = await services.accounts.bySessionToken(token);
  if (!actor) throw new Error('no session');
  return actor;
}
async function guest(name: string, address = name): Promise<Actor> {
  return actorOf((await services.accounts.enterAsGuest({ name, transport: 'bearer' }, address)).token);
}
const show = (title = 'The Autumn Firing', visibility: Livestream['visibility'] = 'public'): Promise<Livestream> =>
  services.livestreams.create(admin, {
    title,
    description: '',
    quality: '720p',
    visibility,
    scheduledFor: null,
    thumbnailUrl: null,
    tags: [],
    lineup: [],
  });
const piece = (stock: number, price = 6_800): Promise<Product> =>
  services.catalogue.create(admin, {
    title: 'Dune vase',
    description: '',
    images: [],
    tags: [],
    taxRate: null,
    variants: [{ name: '', price, compareAtPrice: null, stock }],
  });
function orderOf(product: Product, streamId: string | null, unitPrice = product.price): OrderInput {
  const variant = product.variants[0];
  if (!variant) throw new Error('a product without a variant');
  return { streamId, contact: CONTACT, lines: [{ productId: product._id, variantId: variant.id, quantity: 1, unitPrice }] };
}

describe('Selling', () => {
  test('sells exactly what is there to a crowd that wants more, and tells the show of each fall of the stock in order', async () => {
    const { _id } = await show();
    const vase = await piece(20);
    await services.livestreams.start(admin, _id);
    await services.pins.set(admin, _id, [vase._id]);
    const buyers = await Promise.all(Array.from({ length: 100 }, (_, index) => guest(`Guest ${index}`)));
    const outcomes = await Promise.all(buyers.map((buyer) => codeOf(services.orders.place(buyer, orderOf(vase, _id), 'one'))));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === 'sold_out')).toHaveLength(80);
    expect((await services.catalogue.get(null, vase._id)).stock).toBe(0);
    const entries = await services.timelines.read(_id, 0, 500);
    const stocks = entries.flatMap((entry) => (entry.type === 'product_changed' ? [entry.data.product.stock] : []));
    expect(stocks).toEqual(Array.from({ length: 20 }, (_, index) => 19 - index));
    expect(entries.filter((entry) => entry.type === 'order_placed')).toHaveLength(20);
    expect((await services.analytics.of(admin, _id)).orders).toMatchObject({ count: 20, revenue: 20 * 6_800 });
  });

  test('answers the same key with the same order, another body under it and another price with a refusal', async () => {
    const vase = await piece(5);
    const buyer = await guest('Amir');
    const first = await services.orders.place(buyer, orderOf(vase, null), 'key');
    const again = await services.orders.place(buyer, orderOf(vase, null), 'key');
    expect([again.order._id, first.repeated, again.repeated]).toEqual([first.order._id, false, true]);
    expect(await codeOf(services.orders.place(buyer, { ...orderOf(vase, null), contact: { ...CONTACT, name: 'Dana' } }, 'key'))).toBe(
      'key_reused',
    );
    expect(await codeOf(services.orders.place(buyer, orderOf(vase, null, 1), 'other'))).toBe('price_changed');
    expect((await services.catalogue.get(null, vase._id)).stock).toBe(4);
    expect(await codeOf(services.orders.get(await guest('Dana'), first.order._id))).toBe('not_found');
  });

  test('is not for who has not said a name', async () => {
    const vase = await piece(5);
    const { actor } = services.accounts.issueViewer();
    expect(await codeOf(services.orders.place(actor, orderOf(vase, null), 'key'))).toBe('name_required');
  });
});

describe('A show', () => {
  test('that is started twice at once has one entry, and what ended stays so', async () => {
    const { _id } = await show();
    const [one, two] = await Promise.all([services.livestreams.start(admin, _id), services.livestreams.start(admin, _id)]);
    expect(one.offset).toBe(two.offset);
    await services.livestreams.stop(admin, _id);
    expect((await services.timelines.read(_id, 0, 10)).map((entry) => entry.type)).toEqual(['stream_started', 'stream_stopped']);
    expect(await codeOf(services.livestreams.start(admin, _id))).toBe('ended');
  });

  test('is the only one that its host has on air', async () => {
    const [first, second] = [await show('One'), await show('Two')];
    await services.livestreams.start(admin, first._id);
    expect(await codeOf(services.livestreams.start(admin, second._id))).toBe('already_live');
  });

  test('is the only one also when its host starts two at once', async () => {
    const [first, second] = [await show('One'), await show('Two')];
    const outcomes = await Promise.all([first, second].map(({ _id }) => codeOf(services.livestreams.start(admin, _id))));
    expect(outcomes.sort()).toEqual(['already_live', 'done']);
    expect((await services.livestreams.list(admin, { limit: 10 })).items).toHaveLength(1);
  });

  test('that ends keeps the most viewers it had, however short it was', async () => {
    const { _id } = await show();
    await services.livestreams.start(admin, _id);
    const leave = [await guest('Amir'), await guest('Dana')].map((viewer) => services.audience.join(_id, viewer.id));
    const { livestream } = await services.livestreams.stop(admin, _id);
    for (const go of leave) go();
    expect(livestream.peakViewers).toBe(2);
    expect((await services.livestreams.get(admin, _id)).peakViewers).toBe(2);
  });

  test('that is private is not there for others, and guests may run none', async () => {
    const { _id } = await show('Rehearsal', 'private');
    const visitor = await guest('Amir');
    expect(await codeOf(services.livestreams.get(visitor, _id))).toBe('not_found');
    const open = await show('Open');
    expect(await codeOf(services.livestreams.start(visitor, open._id))).toBe('forbidden');
    expect(await codeOf(services.pins.set(visitor, open._id, ['0'.repeat(24)]))).toBe('forbidden');
  });

  test('takes chat only while it is on air, from who has a name', async () => {
    const { _id } = await show();
    const visitor = await guest('Amir');
    expect(await codeOf(services.chat.post(visitor, _id, 'hello', 'a'))).toBe('not_live');
    await services.livestreams.start(admin, _id);
    const { offset } = await services.chat.post(visitor, _id, 'hello', 'a');
    expect(await services.chat.post(visitor, _id, 'hello', 'a')).toEqual({ offset });
    expect(await codeOf(services.chat.post(services.accounts.issueViewer().actor, _id, 'hello', 'b'))).toBe('name_required');
    await services.livestreams.stop(admin, _id);
    expect(await codeOf(services.chat.post(visitor, _id, 'too late', 'c'))).toBe('ended');
    expect(await services.chat.post(visitor, _id, 'hello', 'a')).toEqual({ offset });
  });

  test('counts a viewer once, over tabs and likes, and never below nothing', async () => {
    const { _id } = await show();
    await services.livestreams.start(admin, _id);
    const changes: number[] = [];
    services.audience.onChange((_, count) => changes.push(count));
    const [amir, dana] = [await guest('Amir'), await guest('Dana')];
    const leave = [services.audience.join(_id, amir.id), services.audience.join(_id, amir.id), services.audience.join(_id, dana.id)];
    for (const go of [...leave, ...leave]) go();
    await services.likes.set(amir, _id, true);
    expect(await services.likes.set(amir, _id, true)).toEqual({ liked: true, likes: 1 });
    expect(services.audience.count(_id)).toBe(0);
    expect(Math.min(0, ...changes)).toBe(0);
  });

  test('finds after a restart what it owed, its status and its chat', async () => {
    const { _id } = await show();
    await services.livestreams.start(admin, _id);
    await services.chat.post(admin, _id, 'welcome', 'a');
    await context[Symbol.asyncDispose]();
    context = await open();
    services = context.services;
    expect((await services.livestreams.state(_id)).status).toBe('live');
    expect((await services.chat.history(_id, 10)).map((message) => message.message)).toEqual(['welcome']);
    expect((await services.chat.post(admin, _id, 'back', 'b')).offset).toBe(3);
  });
});

describe('Accounts', () => {
  test('have one first admin: a shop that is set up gives no other link', async () => {
    expect(await services.accounts.issueSetupToken()).toBeNull();
    expect(await codeOf(services.accounts.setUp({ ...ADMIN, token: 'any' }))).toBe('already_set_up');
  });

  test('refuse an unknown address and a wrong password alike', async () => {
    expect(await codeOf(services.accounts.signIn({ ...ADMIN, password: 'wrong' }, 'here'))).toBe('bad_credentials');
    expect(await codeOf(services.accounts.signIn({ ...ADMIN, email: 'nobody@example.test' }, 'here'))).toBe('bad_credentials');
    expect((await services.accounts.signIn(ADMIN, 'here')).account.role).toBe('admin');
  });

  test('let a viewer keep its id as a guest, and a forged or old token be nobody’s', async () => {
    const { actor, token } = services.accounts.issueViewer();
    const entered = await services.accounts.enterAsGuest({ name: 'Amir', viewerToken: token, transport: 'bearer' }, 'here');
    expect(entered.account._id).toBe(actor.id);
    expect(services.accounts.byViewerToken(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeNull();
    now += 31 * 24 * 60 * MINUTE;
    expect(services.accounts.byViewerToken(token)).toBeNull();
    expect(await services.accounts.bySessionToken(entered.token)).toBeNull();
  });

  test('end a session for good when it signs out, and say so', async () => {
    const entered = await services.accounts.enterAsGuest({ name: 'Amir', transport: 'bearer' }, 'here');
    const actor = await actorOf(entered.token);
    const heard: string[] = [];
    services.accounts.onSignedOut((sessionHash) => heard.push(sessionHash));
    await services.accounts.signOut(actor);
    // Here at once, and once more when this node, like every other, hears it from the shop's timeline.
    expect(new Set(heard)).toEqual(new Set([actor.sessionHash]));
    expect(await services.accounts.bySessionToken(entered.token)).toBeNull();
  });

  test('end a session for good also while it is being looked up', async () => {
    const { token } = await services.accounts.signIn(ADMIN, 'here');
    const actor = { ...admin, sessionHash: createHash('sha256').update(token).digest('hex') };
    await Promise.all([services.accounts.bySessionToken(token), services.accounts.signOut(actor)]);
    expect(await services.accounts.bySessionToken(token)).toBeNull();
  });
});
