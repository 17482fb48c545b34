import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, framesBeyond, launchBrowser, openPage, PHONE } from './browser.ts';
import { RunningDemo } from './running-demo.ts';

const SCREENS = fileURLToPath(new URL('../docs/screens/', import.meta.url));
const SIZES = { desktop: DESKTOP, phone: PHONE };
type Size = keyof typeof SIZES;
/** All of them together, in bytes. */
const BUDGET = 3_000_000;
/** An evening that looks like one: figures have come together, and the past shows have some minutes. */
const EVENING = ['--viewers', '140', '--rate', '2.2', '--past', process.env.PAST ?? '75', '--port', '0'];
const SETTLED = 1_200;

let demo: RunningDemo;
let browser: Browser;
let live: URL;
let password = '';
let past: { _id: string; title: string }[] = [];

beforeAll(async () => {
  demo = await RunningDemo.start(...EVENING);
  live = new URL(await demo.says(/Live show +(\S+)/, 400_000));
  password = await demo.says(/password: (.+)/);
  past = (await (await fetch(new URL('/livestreams?status=ended', live))).json()).items;
  browser = await launchBrowser();
  for (const name of await readdir(SCREENS).catch(() => [])) if (/\.(png|jpg)$/.test(name)) await rm(join(SCREENS, name));
  await mkdir(SCREENS, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await demo?.[Symbol.asyncDispose]();
});

test('pictures of every screen, from a running demo', async () => {
  // The crowd has come, and the second piece is on the screen.
  await asStaff('desktop', async (page) => {
    await page.goto(roomOf(live.pathname.split('/').at(-1) ?? ''));
    await page.getByText('Healthy').first().waitFor({ state: 'attached' });
    await page.waitForTimeout(60_000);
    await shoot(page, 'control-room-desktop');
  });
  await asStaff('phone', async (page) => {
    await page.goto(roomOf(live.pathname.split('/').at(-1) ?? ''));
    await page.getByText('Healthy').first().waitFor({ state: 'attached' });
    await shoot(page, 'control-room-phone');
  });
  for (const size of ['desktop', 'phone'] as const) {
    await asGuest(size, '/', async (page) => {
      await page.getByRole('heading', { name: 'The Autumn Firing' }).first().waitFor();
      await shoot(page, `home-${size}`);
    });
    await asGuest(size, live.pathname, async (page) => {
      await framesBeyond(page, 60);
      await withTheHost(page);
      await shoot(page, `watch-${size}`);
      await page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).click();
      await page.getByRole('dialog').waitFor();
      await shoot(page, `sheet-${size}`);
    });
    const [replay] = past;
    await asGuest(size, `/watch/${replay?._id}`, async (page) => {
      await page.waitForFunction(() => [...document.querySelectorAll('video')].some((video) => video.readyState >= 2));
      await page.getByRole('button', { name: 'Play', exact: true }).first().click();
      await page.waitForFunction(() => [...document.querySelectorAll('video')].some((video) => video.currentTime > 8));
      await shoot(page, `replay-${size}`);
    });
    await asStaff(size, async (page) => {
      await page.goto(new URL('/admin/shows', live).href);
      await page.getByText('Slow Mornings').first().waitFor();
      await shoot(page, `shows-${size}`);
      await page.goto(roomOf(past[0]?._id ?? ''));
      await page.getByText('Slow Mornings').first().waitFor();
      await shoot(page, `analytics-${size}`);
    });
  }
  const sizes = await Promise.all((await readdir(SCREENS)).map(async (name) => (await stat(join(SCREENS, name))).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET);
});

const roomOf = (id: string): string => new URL(`/admin/shows/${id}`, live).href;

async function asGuest(size: Size, path: string, run: (page: Page) => Promise<void>): Promise<void> {
  const { page, context } = await openPage(browser, new URL(path, live).href, SIZES[size]);
  await run(page);
  await context.close();
}
async function asStaff(size: Size, run: (page: Page) => Promise<void>): Promise<void> {
  await asGuest(size, '/admin/sign-in', async (page) => {
    await page.getByLabel('E-mail address').fill('tomas@maison-lumen.example');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));
    await run(page);
  });
}

/** The clip shows the table for half of its time: waits until the picture is nearer to the host's scene. */
async function withTheHost(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const small = async (source: CanvasImageSource): Promise<Uint8ClampedArray> => {
      const canvas = new OffscreenCanvas(32, 18);
      const context = canvas.getContext('2d');
      context?.drawImage(source, 0, 0, 32, 18);
      return context?.getImageData(0, 0, 32, 18).data ?? new Uint8ClampedArray();
    };
    const scene = async (name: string): Promise<Uint8ClampedArray> => {
      const image = new Image();
      image.src = `/sample/scene-${name}.svg`;
      await image.decode();
      return small(image);
    };
    const difference = (one: Uint8ClampedArray, other: Uint8ClampedArray): number =>
      one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0);
    const [host, table] = [await scene('ines-wide'), await scene('table')];
    const video = [...document.querySelectorAll('video')].find(({ videoWidth }) => videoWidth > 0);
    if (!video) throw new Error('there is no picture');
    for (let look = 0; look < 80; look++) {
      const now = await small(video);
      if (difference(now, host) < 0.7 * difference(now, table)) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
}

/** A palette of so many colours is enough for these screens, and a third of the size. Needs ffmpeg. */
async function shoot(page: Page, name: string): Promise<void> {
  // Skeletons, fonts and the first transitions are over.
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForTimeout(SETTLED);
  const whole = join(tmpdir(), `vitrine-${name}.png`);
  await writeFile(whole, await page.screenshot({ scale: 'css' }));
  const palette =
    'split[one][two];[one]palettegen=max_colors=160:stats_mode=single[colours];[two][colours]paletteuse=dither=bayer:bayer_scale=5';
  execFileSync('ffmpeg', ['-y', '-loglevel', 'error', '-i', whole, '-vf', palette, '-frames:v', '1', join(SCREENS, `${name}.png`)]);
  await rm(whole);
}
