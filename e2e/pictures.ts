import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Livestream, Product, VideoCredentials } from '@vitrine/protocol';
import { ADMIN, openShop, ServerProcess, type ShopClient, Viewer } from '@vitrine/test-env';
import { type FakeHost, publishClip, releaseVideo } from '@vitrine/test-env/fake-host';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { DESKTOP, framesBeyond, launchBrowser, openPage, PHONE } from './browser.ts';

const SCREENS = new URL('../docs/screens/', import.meta.url);
const SIZES = { desktop: DESKTOP, phone: PHONE };
const PIECES = [
  ['Dune vase', 'vase', 6_800, 8_400, 7],
  ['Reed carafe', 'carafe', 4_400, 5_200, 60],
  ['Halo lamp', 'lamp', 15_900, 18_900, 18],
  ['Morning mug', 'mug', 1_900, 2_400, 32],
  ['Noon teapot', 'teapot', 6_400, 7_600, 9],
  ['Pebble bowl', 'bowl', 3_200, 3_800, 0],
] as const;
const CHAT = [
  ['Pieter', 'good evening from a rainy Antwerp'],
  ['Noor', 'is this the same clay as the bowls?'],
  ['Dana', 'the bowls went so fast'],
  ['Marta', 'I have the small one, it gets better with age'],
  ['Ruth', 'does the glaze run inside too?'],
] as const;

let server: ServerProcess;
let browser: Browser;
let admin: ShopClient;
let host: FakeHost | null = null;
let live: Livestream;
const crowd: Viewer[] = [];

/** Chromium shows the film's path as the camera's name: a relative one names nothing of this machine. */
const FILM = relative(process.cwd(), fileURLToPath(new URL('../.cache/camera.mjpeg', import.meta.url)));

/** A scene of the demo shop as a camera that Chromium can read (motion JPEG). Needs rsvg-convert and ffmpeg. */
function film(): string {
  const still = FILM.replace('.mjpeg', '.png');
  const scene = fileURLToPath(new URL('../packages/test-env/media/scenes/scene-ines-wide.svg', import.meta.url));
  execFileSync('rsvg-convert', ['-w', '1280', '-h', '720', '-o', still, scene]);
  const drift = "crop=1200:674:x='40+30*sin(t)':y=20,scale=1280:720,format=yuvj420p";
  execFileSync('ffmpeg', [
    '-y',
    '-loglevel',
    'error',
    '-loop',
    '1',
    '-framerate',
    '30',
    '-t',
    '6',
    '-i',
    still,
    '-vf',
    drift,
    '-q:v',
    '4',
    FILM,
  ]);
  return FILM;
}

beforeAll(async () => {
  await mkdir(SCREENS, { recursive: true });
  [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser(film())]);
});
afterAll(async () => {
  await browser.close();
  await host?.stop();
  await server[Symbol.asyncDispose]();
  releaseVideo();
});

test('pictures of every screen', async () => {
  await each(`${server.url}/`, 'home-empty');
  await each(`${server.url}/admin/setup#token=${server.setupToken}`, 'admin-setup');
  admin = await openShop(server);
  await each(`${server.url}/admin/sign-in`, 'admin-sign-in');
  for (const [name, viewport] of Object.entries(SIZES))
    await asAdmin(viewport, (page) => shoot(page, '/admin/shows', `admin-shows-empty-${name}`));

  const pieces = await fillShop();
  await each(`${server.url}/`, 'home');
  await each(`${server.url}/watch/${live._id}`, 'watch', async (page) => {
    await framesBeyond(page, 40);
  });
  await each(`${server.url}/watch/${live._id}`, 'watch-sheet', async (page) => {
    await framesBeyond(page, 20);
    await page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('dialog').waitFor();
  });
  for (const [name, viewport] of Object.entries(SIZES)) {
    await asAdmin(viewport, async (page) => {
      await shoot(page, '/admin/shows', `admin-shows-${name}`);
      await shoot(page, '/admin/products', `admin-products-${name}`);
      await page.getByRole('button', { name: 'New product' }).first().click();
      await page.getByRole('dialog').waitFor();
      await shoot(page, null, `admin-product-form-${name}`);
      await shoot(page, '/admin/orders', `admin-orders-${name}`);
    });
  }

  // The control room sends its own picture: the fake host makes room.
  await host?.stop();
  host = null;
  for (const [name, viewport] of Object.entries({ ...SIZES, 'desktop-1280': { width: 1280, height: 720 } })) {
    await asAdmin(viewport, async (page) => {
      await page.goto(`${server.url}/admin/shows/${live._id}`);
      await page.getByRole('button', { name: 'Broadcast from here' }).click();
      await page.getByRole('button', { name: 'Go back on air' }).click();
      await page.getByText('What viewers see').waitFor();
      await page.getByText('Healthy').first().waitFor({ state: 'attached' });
      await shoot(page, null, `control-room-${name}`);
    });
  }
  await admin.request('DELETE', `/livestreams/${live._id}`);
  await each(`${server.url}/watch/${live._id}`, 'watch-ended', (page) => page.getByText('That was The Autumn Firing').waitFor());
  for (const [name, viewport] of Object.entries(SIZES))
    await asAdmin(viewport, (page) => shoot(page, `/admin/shows/${live._id}`, `control-room-ended-${name}`));
  for (const viewer of crowd) viewer.drop();
  return pieces;
});

async function fillShop(): Promise<Product[]> {
  const pieces: Product[] = [];
  for (const [title, picture, price, compareAtPrice, stock] of PIECES) {
    pieces.push(
      await admin.request<Product>('POST', '/products', {
        title,
        description: 'Thrown and glazed in the studio.',
        images: [`/sample/product-${picture}.svg`],
        variants: [{ price, compareAtPrice, stock }],
      }),
    );
  }
  live = await show('The Autumn Firing', 'Eight pieces out of last night’s kiln.', 'ines-wide');
  const day = 24 * 60 * 60 * 1000;
  await show('Candles by hand', 'Beeswax, soy and patience.', 'candles', new Date(Date.now() + day));
  await show('A table for ten', 'Linen, light and the long table.', 'table', new Date(Date.now() + 3 * day));
  await admin.request('PUT', `/livestreams/${live._id}`, { isActive: true });
  await admin.request('POST', `/livestreams/${live._id}/products`, { productIds: pieces.map((piece) => piece._id) });
  const credentials = await admin.request<VideoCredentials>('POST', `/livestreams/${live._id}/video`, { role: 'host' });
  if (credentials.provider !== 'sfu') throw new Error('another video provider');
  host = await publishClip({ whipUrl: `${server.url}${credentials.url}`, token: credentials.token });
  for (const [name, message] of CHAT) {
    const guest = await admin.guest(name);
    const viewer = await Viewer.watch(server.socketUrl, { streamId: live._id, token: guest.token ?? '' });
    await viewer.command('chat_message', { message });
    await viewer.command('toggle_like', { liked: true });
    crowd.push(viewer);
    const [piece] = pieces.slice(crowd.length % 3);
    const variant = piece?.variants[0];
    if (!piece || !variant) continue;
    await guest.request(
      'POST',
      '/orders',
      {
        streamId: live._id,
        contact: { name, email: `${name.toLowerCase()}@example.test`, address: 'Kiln Lane 1, Ghent' },
        lines: [{ productId: piece._id, variantId: variant.id, quantity: 1, unitPrice: variant.price }],
      },
      { 'idempotency-key': `picture-${name}` },
    );
  }
  return pieces;
}

function show(title: string, description: string, scene: string, scheduledFor?: Date): Promise<Livestream> {
  return admin.request('POST', '/livestreams', {
    title,
    description,
    thumbnailUrl: `/sample/scene-${scene}.svg`,
    tags: ['studio'],
    ...(scheduledFor ? { scheduledFor: scheduledFor.toISOString() } : {}),
  });
}

async function each(url: string, name: string, prepare: (page: Page) => Promise<unknown> = async () => {}): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const { page, context } = await openPage(browser, url, viewport);
    await prepare(page);
    await shoot(page, null, `${name}-${size}`);
    await context.close();
  }
}
async function asAdmin(viewport: { width: number; height: number }, run: (page: Page) => Promise<unknown>): Promise<void> {
  const { page, context } = await openPage(browser, `${server.url}/admin/sign-in`, viewport);
  await page.getByLabel('E-mail address').fill(ADMIN.email);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/admin/shows');
  await run(page);
  await context.close();
}
async function shoot(page: Page, path: string | null, name: string): Promise<void> {
  if (path !== null) await page.goto(`${server.url}${path}`);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  // Skeletons, fonts and the first transitions are over.
  await page.waitForTimeout(900);
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.jpg`, SCREENS)), type: 'jpeg', quality: 84 });
}
