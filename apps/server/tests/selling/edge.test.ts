import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UploadedImage } from '@vitrine/protocol';
import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/domain/actor.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { type Answer, type Edge, openEdge } from '../http/edge.ts';
import { FakeStripe } from './fake-stripe.ts';
import { ADMIN, AMIR, HOST, MODERATOR, openShop, orderOf, type TestShop } from './store.ts';

const clock = { now: 0 };
const TOKENS: Record<string, Actor> = { admin: ADMIN, host: HOST, moderator: MODERATOR, amir: AMIR };
let stripe: FakeStripe;
let shop: TestShop;
let edge: Edge;
beforeEach(async () => {
  clock.now = Date.UTC(2026, 0, 1);
  stripe = await FakeStripe.open(() => clock.now);
  shop = await openShop({ stripe, clock });
  edge = await openEdge({
    accounts: { bySessionToken: async (token) => TOKENS[token] ?? null },
    orders: shop.orders,
    catalogue: shop.catalogue,
    payments: shop.payments,
    uploads: shop.uploads,
    // Getters stay where they are.
    shop: shop.shop,
  });
});
afterEach(async () => {
  await edge[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
  await stripe[Symbol.asyncDispose]();
});

const as = (token: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${token}`, ...more });
const codeOf = async (answer: Promise<Answer>): Promise<[number, string]> => {
  const { status, json } = await answer.then(async (given) => ({ status: given.status, json: await given.json() }));
  return [status, json.code];
};
async function upload(bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = as('host'), field = 'file'): Promise<Answer> {
  const form = new FormData();
  form.append(field, new Blob([bytes], { type: 'image/png' }), 'photo.png');
  return fetch(`${edge.url}/uploads`, { method: 'POST', headers, body: form });
}
const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: { r: 180, g: 90, b: 40 } } });
const bytesOf = async (image: Sharp): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await image.toBuffer());

describe('POST /uploads', () => {
  test('makes a picture anew: WebP, upright, no wider than allowed, without what was hidden in it; the same one has the same name', async () => {
    const photo = await bytesOf(
      picture(3_000, 1_500)
        .jpeg()
        .withExif({ IFD0: { Copyright: 'Secret place' }, IFD3: { GPSLatitude: '51/1 2/1 0/1' } })
        .withMetadata({ orientation: 6 }),
    );
    expect(Buffer.from(photo).includes('Secret place')).toBe(true);
    const answer = await upload(photo);
    expect(answer.status).toBe(201);
    const image: UploadedImage = await answer.json();
    expect(image).toMatchObject({ url: expect.stringMatching(/^\/uploads\/[0-9a-f]{32}\.webp$/), width: 1_000, height: 2_000 });
    expect((await (await upload(photo)).json()).url).toBe(image.url);

    const served = await edge.send('GET', image.url);
    expect(served.status).toBe(200);
    expect(served.headers.get('content-type')).toBe('image/webp');
    expect(served.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    const kept = Buffer.from(await served.arrayBuffer());
    expect(kept.length).toBe(image.bytes);
    expect(kept.includes('Secret place')).toBe(false);
    const { format, exif, orientation } = await sharp(kept).metadata();
    expect([format, exif, orientation]).toEqual(['webp', undefined, undefined]);
    expect((await edge.send('HEAD', image.url)).headers.get('content-length')).toBe(String(image.bytes));
  });

  test('refuses what is no still picture of a known kind, whatever it is called', async () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>');
    const moving = await bytesOf(
      sharp([await picture(8, 8).png().toBuffer(), await picture(8, 8).negate().png().toBuffer()], { join: { animated: true } }).webp(),
    );
    for (const bytes of [svg, moving, new Uint8Array(0), new TextEncoder().encode('GIF89a')])
      expect(await codeOf(upload(bytes))).toEqual([415, 'unsupported_media_type']);
  });

  test('refuses a picture that is broken, unfolds to too many pixels, or is too large', async () => {
    const whole = await bytesOf(picture(400, 400).png());
    expect(await codeOf(upload(whole.slice(0, 200)))).toEqual([400, 'invalid']);
    const bomb = await bytesOf(picture(10_000, 10_000).png({ compressionLevel: 9 }));
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await codeOf(upload(bomb))).toEqual([400, 'invalid']);
    expect(await codeOf(upload(new Uint8Array(12 * 1024 * 1024 + 1)))).toEqual([413, 'too_large']);
  });

  test('takes one file in its field, as a form, from the staff', async () => {
    const small = await bytesOf(picture(4, 4).png());
    expect(await codeOf(upload(small, {}))).toEqual([401, 'unauthenticated']);
    expect(await codeOf(upload(small, as('amir')))).toEqual([403, 'forbidden']);
    expect((await upload(small, as('moderator'))).status).toBe(201);
    expect(await codeOf(upload(small, as('host'), 'picture'))).toEqual([400, 'invalid']);
    expect(await codeOf(edge.send('POST', '/uploads', { headers: as('host'), body: { file: 'x' } }))).toEqual([
      415,
      'unsupported_media_type',
    ]);
    const cut = { ...as('host'), 'content-type': 'multipart/form-data; boundary=x' };
    expect(
      await codeOf(
        edge.send('POST', '/uploads', { headers: cut, body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nab' }),
      ),
    ).toEqual([400, 'invalid']);
    expect(await codeOf(edge.send('POST', '/uploads', { headers: cut, body: '--x--\r\n' }))).toEqual([400, 'invalid']);
  });

  test('gives no other file of the server', async () => {
    for (const name of ['..%2fvitrine.sqlite', 'a.webp', `${'0'.repeat(32)}.webp`, `${'0'.repeat(32)}.png`, '%00'])
      expect([name, ...(await codeOf(edge.send('GET', `/uploads/${name}`)))]).toEqual([name, 404, 'not_found']);
    expect(await codeOf(edge.send('DELETE', '/uploads/x.webp'))).toEqual([405, 'method_not_allowed']);
  });
});

describe('POST /payments/stripe', () => {
  const send = (message: string, signature: string | undefined) =>
    fetch(`${edge.url}/payments/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature === undefined ? {} : { 'stripe-signature': signature }) },
      body: message,
    });

  test('needs no session but the signature over the very bytes that were sent', async () => {
    const vase = await shop.product();
    const { order } = await shop.orders.place(AMIR, orderOf(vase), 'key');
    const message = stripe.pay(stripe.sessionOf(order._id)).replace('{', '{ \n');
    for (const signature of [undefined, '', 't=1,v1=a', stripe.sign(`${message} `)]) {
      const answer = await send(message, signature);
      const problem: { code?: string } = JSON.parse(await answer.text());
      expect([answer.status, problem.code]).toEqual([400, 'invalid']);
    }
    expect((await send(message, stripe.sign(message))).status).toBe(204);
    expect((await shop.orders.get(AMIR, order._id)).state).toBe('paid');
    expect((await send(message, stripe.sign(message))).status).toBe(204);
    expect((await send('x'.repeat(300 * 1024), 'any')).status).toBe(413);
  });
});

describe('Orders over HTTP', () => {
  test('are placed with a place to pay, changed step by step, and found by state', async () => {
    const vase = await shop.product();
    const headers = as('amir', { 'idempotency-key': 'key' });
    const placed = await edge.send('POST', '/orders', { headers, body: orderOf(vase) });
    const order = await placed.json();
    expect([placed.status, order.payment.provider]).toEqual([201, 'stripe']);
    expect((await edge.send('POST', '/orders', { headers, body: orderOf(vase) })).headers.get('idempotency-replayed')).toBe('true');
    expect(await codeOf(edge.send('POST', '/orders', { headers, body: orderOf(vase, { quantity: 2 }) }))).toEqual([422, 'key_reused']);
    expect((await (await edge.send('POST', `/orders/${order._id}/payment`, { headers })).json()).payment).toEqual(order.payment);
    expect(await codeOf(edge.send('PATCH', `/orders/${order._id}`, { headers, body: { state: 'paid' } }))).toEqual([403, 'forbidden']);
    expect(await codeOf(edge.send('PATCH', `/orders/${order._id}`, { headers, body: { state: 'pending' } }))).toEqual([400, 'invalid']);
    const cancelled = await (await edge.send('PATCH', `/orders/${order._id}`, { headers, body: { state: 'cancelled' } })).json();
    expect([cancelled.state, cancelled.payment.url]).toEqual(['cancelled', null]);
    const listed = await (await edge.send('GET', '/orders?scope=shop&state=cancelled,paid', { headers: as('admin') })).json();
    expect(listed.items).toEqual([cancelled]);
    expect(await codeOf(edge.send('GET', '/orders?state=placing', { headers: as('admin') }))).toEqual([400, 'invalid']);
  });

  test('come as a CSV file for admins', async () => {
    const vase = await shop.product({ title: '+cmd' });
    await shop.orders.place(AMIR, orderOf(vase), 'key');
    const answer = await edge.send('GET', '/orders.csv?state=pending', { headers: as('admin') });
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="orders.csv"',
    ]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString()).toContain(",'+cmd,");
    expect(await codeOf(edge.send('GET', '/orders.csv', { headers: as('moderator') }))).toEqual([403, 'forbidden']);
    expect(await codeOf(edge.send('GET', '/orders.csv'))).toEqual([401, 'unauthenticated']);
    expect(await codeOf(edge.send('GET', '/orders.csv?limit=5', { headers: as('admin') }))).toEqual([400, 'invalid']);
  });
});

test('A file that is sent as it is made is refused with an answer before its first byte, and broken off after it', async () => {
  let given = 0;
  async function* lines(): AsyncGenerator<string> {
    for (let line = 0; line < given; line += 1) yield 'V-1001,paid\r\n'.repeat(10_000);
    throw new DomainError('storage_unavailable', 'away');
  }
  await using failing = await openEdge({
    accounts: { bySessionToken: async () => ADMIN },
    orders: { exportCsv: async () => lines() },
  });
  expect(await codeOf(failing.send('GET', '/orders.csv', { headers: as('admin') }))).toEqual([503, 'storage_unavailable']);
  given = 3;
  const started = await failing.send('GET', '/orders.csv', { headers: as('admin') });
  expect(started.status).toBe(200);
  await expect(started.text()).rejects.toThrow();
});

describe('Products over HTTP', () => {
  test('go out and come in as CSV', async () => {
    await shop.product();
    const text = await (await edge.send('GET', '/products.csv', { headers: as('host') })).text();
    const send = (body: string, type = 'text/csv') =>
      edge.send('POST', '/products.csv', { headers: as('host', { 'content-type': type }), body });
    expect(await (await send(text)).json()).toEqual({ created: 0, updated: 1, unchanged: 0 });
    const wrong = await send('title,price,stock\nVase,free,1');
    expect([wrong.status, (await wrong.json()).errors]).toEqual([
      400,
      [{ path: 'line 2', message: 'price: must be an amount such as 68.00' }],
    ]);
    expect(await codeOf(edge.send('GET', '/products.csv', { headers: as('moderator') }))).toEqual([403, 'forbidden']);
    expect(await codeOf(edge.send('GET', '/products.csv', { headers: as('amir') }))).toEqual([403, 'forbidden']);
    expect(await codeOf(send(text, 'application/json'))).toEqual([415, 'unsupported_media_type']);
    expect(await codeOf(send('x'.repeat(4 * 1024 * 1024 + 1)))).toEqual([413, 'too_large']);
  });
});

describe('The shop over HTTP', () => {
  test('tells everyone what is public, and admins all of it', async () => {
    const changed = await edge.send('PATCH', '/shop/settings', {
      headers: as('admin'),
      body: { name: 'Kiln & Co', deliveryMethods: [{ id: 'post', name: 'Post', price: 490, freeFrom: 5_000 }] },
    });
    expect(changed.status).toBe(200);
    expect(await (await edge.send('GET', '/shop')).json()).toEqual({
      name: 'Kiln & Co',
      logoUrl: null,
      accentColor: null,
      currency: 'EUR',
      deliveryMethods: [{ id: 'post', name: 'Post', price: 490, freeFrom: 5_000 }],
      payment: 'stripe',
    });
    expect((await (await edge.send('GET', '/auth/session')).json()).shop.name).toBe('Kiln & Co');
    expect((await (await edge.send('GET', '/shop/settings', { headers: as('admin') })).json()).payWithinMinutes).toBe(30);
    expect(await codeOf(edge.send('GET', '/shop/settings', { headers: as('host') }))).toEqual([403, 'forbidden']);
    expect(await codeOf(edge.send('PATCH', '/shop/settings', { headers: as('admin'), body: { tax: 1 } }))).toEqual([400, 'invalid']);
  });
});

test('Pictures in a bucket are put and read with signed requests, and a bucket that is away says so', async () => {
  const { S3Blobs } = await import('../../src/adapters/blobs/s3.ts');
  const kept = new Map<string, Buffer>();
  const seen: string[] = [];
  let isAway = false;
  const bucket = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${String(request.headers.authorization).split(',')[0]}`);
      const name = request.url ?? '';
      if (isAway) response.writeHead(403).end('<Error/>');
      else if (request.method === 'PUT') {
        kept.set(name, Buffer.concat(parts));
        response.writeHead(200).end();
      } else if (kept.has(name)) response.writeHead(200).end(kept.get(name));
      else response.writeHead(404).end('<Error/>');
    });
  });
  await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
  try {
    const endpoint = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`;
    const blobs = new S3Blobs({ endpoint, bucket: 'shop', region: 'auto', accessKeyId: 'AK', secretAccessKey: 'secret' });
    await blobs.put('a.webp', Buffer.from('picture'), 'image/webp');
    const found = await blobs.get('a.webp');
    expect(Buffer.concat(await (found?.body.toArray() ?? [])).toString()).toBe('picture');
    expect(await blobs.get('b.webp')).toBeNull();
    expect(seen[0]).toMatch(/^PUT \/shop\/uploads\/a\.webp AWS4-HMAC-SHA256 Credential=AK\/\d{8}\/auto\/s3\/aws4_request$/);
    isAway = true;
    await expect(blobs.get('a.webp')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(blobs.put('c.webp', Buffer.from('x'), 'image/webp')).rejects.toMatchObject({ code: 'unavailable' });
  } finally {
    bucket.closeAllConnections();
    await new Promise((resolve) => bucket.close(resolve));
  }
});
