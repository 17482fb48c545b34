import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Livestream, Order, Product, SessionAnswer } from '@vitrine/protocol';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { readConfig, VitrineServer } from '../../src/server.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a problem holds is what the tests assert
type Answer<T> = { status: number; headers: Headers; body: T & any };
type Call = <T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer<T>>;

const UNKNOWN = 'f'.repeat(24);
const CONTACT = { name: 'Ada Vale', email: 'ada@example.com', address: '1 Lamp Street' };
let folder = '';
let server: VitrineServer;
let admin: Call;
let guest: Call;
let nobody: Call;

const callAs =
  (token?: string): Call =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
const createShow = async (title = 'Lamps for the long evenings') => (await admin<Livestream>('POST', '/livestreams', { title })).body;
const createProduct = async (stock = 5) =>
  (await admin<Product>('POST', '/products', { title: 'Vase', variants: [{ price: 6_800, stock }] })).body;
const orderOf = (product: Product, quantity = 1, streamId: string | null = null) => ({
  streamId,
  contact: CONTACT,
  lines: [{ productId: product._id, variantId: product.variants[0]?.id, quantity, unitPrice: 6_800 }],
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-rest-'));
  const config = readConfig({ PORT: '0', DATA_DIR: folder, VIDEO_UDP_PORT: String(await freeUdpPort()) }, '/');
  server = await VitrineServer.create(config, { logger: pino({ level: 'silent' }) });
  await server.start();
  nobody = callAs();
  const token = await server.issueSetupToken();
  const made = await nobody<SessionAnswer>('POST', '/auth/setup', {
    token,
    name: 'Inès Moreau',
    email: 'Ines@Example.com',
    password: 'a lamp in the window',
    transport: 'bearer',
  });
  expect(made.status).toBe(201);
  admin = callAs(made.body.token);
  guest = callAs((await nobody<SessionAnswer>('POST', '/auth/guest', { name: 'Ada', transport: 'bearer' })).body.token);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('accounts', () => {
  test('the one-time token works once', async () => {
    const again = await nobody('POST', '/auth/setup', {
      token: 'used',
      name: 'Eve',
      email: 'eve@example.com',
      password: 'long enough to be one',
    });
    expect(again.status).toBeGreaterThanOrEqual(400);
    expect(['already_set_up', 'token_expired']).toContain(again.body.code);
    expect(await server.issueSetupToken()).toBeNull();
  });

  test('the admin signs in with the e-mail in any case, and a wrong password is bad_credentials', async () => {
    const right = await nobody('POST', '/auth/sign-in', { email: 'INES@example.com', password: 'a lamp in the window' });
    expect(right.status).toBe(200);
    expect(right.headers.get('set-cookie')).toMatch(/^vitrine=.*HttpOnly; SameSite=Lax$/);
    expect(right.body).toMatchObject({ account: { role: 'admin', name: 'Inès Moreau', email: 'ines@example.com' } });
    const wrong = await nobody('POST', '/auth/sign-in', { email: 'ines@example.com', password: 'guess' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'bad_credentials']);
  });

  test('a session is known by its cookie and ends on sign-out', async () => {
    const signedIn = await nobody('POST', '/auth/sign-in', { email: 'ines@example.com', password: 'a lamp in the window' });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await nobody('GET', '/auth/session', undefined, { cookie })).body.account).toMatchObject({ role: 'admin' });
    expect((await nobody('POST', '/auth/sign-out', undefined, { cookie, origin: server.url })).status).toBe(204);
    expect((await nobody('GET', '/auth/session', undefined, { cookie })).body).toMatchObject({ account: null, needsSetup: false });
  });
});

describe('livestreams', () => {
  test('are created, read, edited, started, ended, and then kept', async () => {
    const created = await admin<Livestream>('POST', '/livestreams', { title: 'Lamps', tags: ['home'] });
    expect(created.status).toBe(201);
    const path = created.headers.get('location') ?? '';
    expect(path).toBe(`/livestreams/${created.body._id}`);
    expect(created.body).toMatchObject({
      title: 'Lamps',
      description: '',
      isActive: false,
      status: 'scheduled',
      quality: '720p',
      viewerCount: 0,
      likes: 0,
    });

    expect((await admin('PUT', path, { description: 'Made by hand' })).body).toMatchObject({ title: 'Lamps', description: 'Made by hand' });
    const started = await admin('PUT', path, { isActive: true });
    expect(started.body).toMatchObject({ isActive: true, status: 'live' });
    expect((await nobody('GET', '/livestreams')).body.items.map((each: Livestream) => each._id)).toContain(created.body._id);

    expect((await admin('DELETE', path)).body).toMatchObject({ isActive: false, status: 'ended' });
    expect((await nobody('GET', '/livestreams')).body.items.map((each: Livestream) => each._id)).not.toContain(created.body._id);
    expect((await nobody('GET', '/livestreams?status=ended')).body.items.map((each: Livestream) => each._id)).toContain(created.body._id);
    const afterwards = await admin('PUT', path, { isActive: true });
    expect([afterwards.status, afterwards.body.code]).toEqual([409, 'ended']);
  });

  test('are the business of staff', async () => {
    const { _id } = await createShow();
    for (const [method, path, body] of [
      ['POST', '/livestreams', { title: 'Mine' }],
      ['PUT', `/livestreams/${_id}`, { title: 'Mine' }],
      ['DELETE', `/livestreams/${_id}`, undefined],
      ['POST', `/livestreams/${_id}/products`, { productIds: [] }],
      ['GET', `/livestreams/${_id}/analytics`, undefined],
    ] as const) {
      expect((await nobody(method, path, body)).status, `${method} ${path}`).toBe(401);
      expect((await guest(method, path, body)).body, `${method} ${path}`).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });

  test('that are not there are not_found on every path', async () => {
    for (const [method, path, body] of [
      ['GET', `/livestreams/${UNKNOWN}`, undefined],
      ['PUT', `/livestreams/${UNKNOWN}`, { title: 'x' }],
      ['DELETE', `/livestreams/${UNKNOWN}`, undefined],
      ['GET', `/livestreams/${UNKNOWN}/chat`, undefined],
      ['GET', `/livestreams/${UNKNOWN}/timeline`, undefined],
      ['GET', `/livestreams/${UNKNOWN}/analytics`, undefined],
      ['POST', `/livestreams/${UNKNOWN}/products`, { productIds: [] }],
      ['POST', `/livestreams/${UNKNOWN}/video`, {}],
    ] as const)
      expect((await admin(method, path, body)).body, `${method} ${path}`).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('that are private are not there for others', async () => {
    const { _id } = (await admin<Livestream>('POST', '/livestreams', { title: 'Rehearsal', visibility: 'private' })).body;
    expect((await nobody('GET', `/livestreams/${_id}`)).status).toBe(404);
    expect((await guest('GET', `/livestreams/${_id}/chat`)).status).toBe(404);
    expect((await admin('GET', `/livestreams/${_id}`)).status).toBe(200);
  });

  test('that are over show the pictures of what they presented', async () => {
    const product = async (images: string[]) =>
      (await admin<Product>('POST', '/products', { title: 'Bowl', images, variants: [{ price: 100, stock: 1 }] })).body._id;
    const products = [
      await product(['/bowl.webp', '/bowl-2.webp']),
      await product([]),
      await product(['/cup.webp']),
      await product(['/jug.webp']),
    ];
    const { _id } = (
      await admin<Livestream>('POST', '/livestreams', { title: 'Clay', lineup: products.map((productId) => ({ productId })) })
    ).body;
    const listed = async (status: string) =>
      (await nobody('GET', `/livestreams?status=${status}`)).body.items.find((each: Livestream) => each._id === _id);
    expect(await listed('scheduled')).not.toHaveProperty('lineupPictures');
    await admin('PUT', `/livestreams/${_id}`, { isActive: true });
    await admin('DELETE', `/livestreams/${_id}`);
    expect(await listed('ended')).toMatchObject({ lineupPictures: ['/bowl.webp', '/cup.webp'] });
  });

  test('are paged by cursor', async () => {
    for (const title of ['one', 'two', 'three']) await createShow(title);
    const first = (await nobody('GET', '/livestreams?status=scheduled&limit=2')).body;
    expect(first.items).toHaveLength(2);
    const second = (await nobody('GET', `/livestreams?status=scheduled&limit=2&cursor=${encodeURIComponent(first.nextCursor)}`)).body;
    const ids = [...first.items, ...second.items].map((each: Livestream) => each._id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('show their pins in order, in the show, in its timeline and in its figures', async () => {
    const { _id } = await createShow();
    expect((await admin('PUT', `/livestreams/${_id}`, { isActive: true })).body).toMatchObject({ status: 'live' });
    const [vase, bowl] = [await createProduct(), await createProduct()];
    const pinned = await admin('POST', `/livestreams/${_id}/products`, { productIds: [bowl._id, vase._id] });
    expect(pinned.body).toMatchObject({ productIds: [bowl._id, vase._id] });
    const show = (await nobody('GET', `/livestreams/${_id}`)).body;
    expect(show.pinnedProducts).toEqual([bowl._id, vase._id]);
    expect(show.products.map((each: Product) => each._id)).toEqual([bowl._id, vase._id]);
    const timeline = (await admin('GET', `/livestreams/${_id}/timeline`)).body;
    expect(timeline.items.map((each: { offset: number }) => each.offset)).toEqual(
      timeline.items.map((_: unknown, index: number) => index + 1),
    );
    expect(timeline.items.map((each: { type: string }) => each.type)).toEqual(['stream_started', 'pins_changed']);
    expect((await nobody('GET', `/livestreams/${_id}/chat`)).body).toMatchObject({ items: [], epoch: timeline.epoch });
    expect((await admin('GET', `/livestreams/${_id}/analytics`)).body).toMatchObject({
      streamId: _id,
      chatMessages: 0,
      orders: { count: 0 },
    });
    expect((await guest('GET', `/livestreams/${_id}/timeline`)).body.code).toBe('forbidden');
    await admin('DELETE', `/livestreams/${_id}`);
  });

  test('of one host are on air one at a time', async () => {
    const [first, second] = [await createShow('first'), await createShow('second')];
    await admin('PUT', `/livestreams/${first._id}`, { isActive: true });
    expect((await admin('PUT', `/livestreams/${second._id}`, { isActive: true })).body).toMatchObject({
      status: 409,
      code: 'already_live',
    });
    expect((await admin('PUT', `/livestreams/${first._id}`, { isActive: true })).body).toMatchObject({ status: 'live' });
    await admin('DELETE', `/livestreams/${first._id}`);
  });

  test('give video credentials by role', async () => {
    const { _id } = await createShow();
    expect((await admin('PUT', `/livestreams/${_id}`, { isActive: true })).body).toMatchObject({ status: 'live' });
    const host = await admin('POST', `/livestreams/${_id}/video`, { role: 'host' });
    expect(host.body).toMatchObject({ provider: 'sfu', role: 'host', url: `/whip/${_id}` });
    expect((await guest('POST', `/livestreams/${_id}/video`)).body).toMatchObject({ role: 'viewer', url: `/whep/${_id}` });
    expect((await nobody('POST', `/livestreams/${_id}/video`)).body).toMatchObject({ role: 'viewer', url: `/whep/${_id}` });
    expect((await nobody('POST', `/livestreams/${_id}/video`, { role: 'host' })).status).toBe(403);
    expect((await guest('POST', `/livestreams/${_id}/video`, { role: 'host' })).status).toBe(403);
    const asViewer = await fetch(`${server.url}/whip/${_id}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/sdp',
        authorization: `Bearer ${(await guest('POST', `/livestreams/${_id}/video`)).body.token}`,
      },
      body: 'v=0\r\n',
    });
    expect([401, 403]).toContain(asViewer.status);
    await admin('DELETE', `/livestreams/${_id}`);
    expect((await guest('POST', `/livestreams/${_id}/video`)).body.code).toBe('ended');
  });
});

describe('products', () => {
  test('are created, read, edited by PATCH and PUT, archived, and listed', async () => {
    const product = await createProduct(3);
    expect(product).toMatchObject({ title: 'Vase', price: 6_800, stock: 3, currency: 'EUR', archived: false });
    expect((await nobody('GET', `/products/${product._id}`)).body).toEqual(product);
    expect((await admin('PATCH', `/products/${product._id}`, { title: 'Tall vase' })).body).toMatchObject({ title: 'Tall vase', stock: 3 });
    expect((await admin('PUT', `/products/${product._id}`, { archived: true })).body).toMatchObject({ title: 'Tall vase', archived: true });
    expect((await nobody('GET', '/products?limit=100')).body.items.map((each: Product) => each._id)).not.toContain(product._id);
    expect((await guest('PATCH', `/products/${product._id}`, { title: 'x' })).status).toBe(403);
    expect((await nobody('GET', `/products/${UNKNOWN}`)).body.code).toBe('not_found');
  });

  test('refuse prices that are none', async () => {
    for (const price of [-1, 1.5, '10', null]) {
      const answer = await admin('POST', '/products', { title: 'Vase', variants: [{ price, stock: 1 }] });
      expect(answer.body).toMatchObject({ code: 'invalid', errors: [{ path: 'variants.0.price' }] });
    }
  });
});

describe('orders', () => {
  test('the same key gives the same order and takes the stock once; another body is key_reused', async () => {
    const product = await createProduct(5);
    const key = { 'idempotency-key': 'order-1' };
    const placed = await guest<Order>('POST', '/orders', orderOf(product, 2), key);
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({ state: 'pending', total: 13_600, currency: 'EUR' });
    const repeated = await guest<Order>('POST', '/orders', orderOf(product, 2), key);
    expect([repeated.status, repeated.body, repeated.headers.get('idempotency-replayed')]).toEqual([201, placed.body, 'true']);
    expect((await nobody('GET', `/products/${product._id}`)).body.stock).toBe(3);
    const other = await guest('POST', '/orders', orderOf(product, 1), key);
    expect([other.status, other.body.code]).toEqual([422, 'key_reused']);
  });

  test('of many buyers at once none is oversold', async () => {
    const product = await createProduct(3);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => guest('POST', '/orders', orderOf(product), { 'idempotency-key': `rush-${index}` })),
    );
    expect(answers.filter((each) => each.status === 201)).toHaveLength(3);
    expect(answers.filter((each) => each.body.code === 'sold_out')).toHaveLength(5);
    expect((await nobody('GET', `/products/${product._id}`)).body.stock).toBe(0);
  });

  test('at another price than the shop’s are price_changed', async () => {
    const product = await createProduct(3);
    await admin('PATCH', `/products/${product._id}`, { variants: [{ id: product.variants[0]?.id, price: 7_000, stock: 3 }] });
    const answer = await guest('POST', '/orders', orderOf(product), { 'idempotency-key': 'old-price' });
    expect([answer.status, answer.body.code]).toEqual([409, 'price_changed']);
  });

  test('are seen by their buyer and by staff alone', async () => {
    const product = await createProduct(3);
    const { body: order } = await guest<Order>('POST', '/orders', orderOf(product), { 'idempotency-key': 'own' });
    const other = callAs((await nobody<SessionAnswer>('POST', '/auth/guest', { name: 'Bo', transport: 'bearer' })).body.token);
    expect((await guest('GET', `/orders/${order._id}`)).body).toEqual(order);
    expect((await other('GET', `/orders/${order._id}`)).status).toBe(404);
    expect((await other('GET', '/orders')).body.items).toEqual([]);
    expect((await other('GET', '/orders?scope=shop')).status).toBe(403);
    expect((await admin('GET', '/orders?scope=shop')).body.items.map((each: Order) => each._id)).toContain(order._id);
  });
});

describe('the server', () => {
  test('is healthy and ready', async () => {
    expect((await nobody('GET', '/healthz')).body).toMatchObject({ status: 'ok' });
    expect((await nobody('GET', '/readyz')).status).toBe(200);
  });
});
