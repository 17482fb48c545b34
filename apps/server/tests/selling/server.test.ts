import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { readConfig, VitrineServer } from '../../src/server.ts';
import { FakeStripe, SECRET_KEY, WEBHOOK_SECRET } from './fake-stripe.ts';
import { CONTACT, MINUTE } from './store.ts';

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests assert
type Answer = { status: number; body: any };

const clock = { time: 0, now: () => clock.time, monotonic: () => clock.time };
let folder: string;
let stripe: FakeStripe;
let server: VitrineServer;
beforeEach(async () => {
  clock.time = Date.UTC(2026, 0, 1);
  folder = await mkdtemp(join(tmpdir(), 'vitrine-sale-'));
  stripe = await FakeStripe.open(clock.now);
  server = await open();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await stripe[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<VitrineServer> {
  const config = readConfig(
    {
      PORT: '0',
      DATA_DIR: folder,
      SHOP_NAME: 'Kiln & Co',
      VIDEO_UDP_PORT: String(await freeUdpPort()),
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_BASE: stripe.url,
    },
    '/',
  );
  const opened = await VitrineServer.create(config, { logger: pino({ level: 'silent' }), clock });
  await opened.start();
  return opened;
}
async function call(
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

test('A whole server sells through Stripe, and gives up after a restart what was not paid before it', async () => {
  const setup = {
    token: await server.issueSetupToken(),
    name: 'Inès',
    email: 'ines@example.test',
    password: 'a lamp in the window',
    transport: 'bearer',
  };
  const admin: string = (await call(undefined, 'POST', '/auth/setup', setup)).body.token;
  const guest: string = (await call(undefined, 'POST', '/auth/guest', { name: 'Amir', transport: 'bearer' })).body.token;
  expect((await call(undefined, 'GET', '/auth/session')).body.shop).toEqual({ name: 'Kiln & Co', currency: 'EUR', logoUrl: null });

  const { body: vase } = await call(admin, 'POST', '/products', { title: 'Vase', variants: [{ price: 6_800, stock: 2 }] });
  const input = {
    contact: CONTACT,
    lines: [{ productId: vase._id, variantId: vase.variants[0].id, quantity: 1, unitPrice: 6_800 }],
  };
  const place = (key: string) => call(guest, 'POST', '/orders', input, { 'idempotency-key': key });
  const [paid, unpaid] = [(await place('one')).body, (await place('two')).body];
  expect(paid.payment.url).toMatch(/^https:\/\/checkout\.stripe\.com\//);
  expect((await place('three')).body.code).toBe('sold_out');

  const message = stripe.pay(stripe.sessionOf(paid._id));
  expect((await call(undefined, 'POST', '/payments/stripe', message, { 'stripe-signature': stripe.sign(message) })).status).toBe(204);
  expect((await call(guest, 'GET', `/orders/${paid._id}`)).body.state).toBe('paid');

  await server[Symbol.asyncDispose]();
  clock.time += 31 * MINUTE;
  server = await open();
  const states = (await call(guest, 'GET', '/orders')).body.items.map(({ _id, state }: { _id: string; state: string }) => [_id, state]);
  expect(states).toEqual([
    [unpaid._id, 'cancelled'],
    [paid._id, 'paid'],
  ]);
  expect((await call(undefined, 'GET', `/products/${vase._id}`)).body.stock).toBe(1);
  expect((await call(admin, 'PATCH', `/orders/${paid._id}`, { state: 'fulfilled' })).body.state).toBe('fulfilled');
});
