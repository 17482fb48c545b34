import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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
const EVENING = ['--viewers', '140', '--rate', '2.2', '--past', '60', '--port', '0'];
const SETTLED = 1_200;
/** How often one looks whether the picture of the home page has changed, and how long that takes, in ms. */
const STILLS = 12;
const STILL_CHANGES = 2_500;
/** Chromium shows the film's path as the camera's name: a relative one names nothing of this machine. */
const FILM = relative(process.cwd(), fileURLToPath(new URL('../.cache/camera.mjpeg', import.meta.url)));

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
  browser = await launchBrowser(film());
  for (const name of await readdir(SCREENS).catch(() => [])) if (/\.(png|jpg)$/.test(name)) await rm(join(SCREENS, name));
  await mkdir(SCREENS, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await demo?.[Symbol.asyncDispose]();
});

test('pictures of every screen, from a running demo', async () => {
  for (const size of ['desktop', 'phone'] as const) {
    await asGuest(size, '/', async (page) => {
      await settle(page);
      for (let look = 0; look < STILLS && !(await showsTheHost(page)); look++) {
        await page.waitForTimeout(STILL_CHANGES);
        await page.reload();
        await settle(page);
      }
      await shoot(page, `home-${size}`);
    });
    await asGuest(size, live.pathname, async (page) => {
      await framesBeyond(page, 60);
      await settle(page);
      for (let look = 0; look < 80 && !(await showsTheHost(page)); look++) await page.waitForTimeout(200);
      await shoot(page, `watch-${size}`);
      await page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).click();
      await page.getByRole('dialog').waitFor();
      await settle(page);
      await shoot(page, `sheet-${size}`);
    });
    const [replay] = past;
    await asGuest(size, `/watch/${replay?._id}`, async (page) => {
      await page.waitForFunction(() => [...document.querySelectorAll('video')].some((video) => video.currentTime > 8));
      await settle(page);
      await shoot(page, `replay-${size}`);
    });
    await asStaff(size, async (page) => {
      await page.getByText('What needs doing').waitFor();
      await settle(page);
      await shoot(page, `overview-${size}`);
      await page.goto(new URL('/admin/shows', live).href);
      await page.getByText('Slow Mornings').first().waitFor();
      await settle(page);
      await shoot(page, `shows-${size}`);
      await page.goto(`${roomOf(past[0]?._id ?? '')}/analytics?with=${past[1]?._id}`);
      await page.getByRole('slider').waitFor();
      await settle(page);
      await shoot(page, `analytics-${size}`);
    });
  }
  // Last, since here the host herself takes her seat, and the clip makes room.
  for (const size of ['desktop', 'phone'] as const)
    await asStaff(
      size,
      async (page) => {
        await page.goto(roomOf(live.pathname.split('/').at(-1) ?? ''));
        await page.getByRole('button', { name: 'Broadcast from here' }).click();
        await page.getByRole('button', { name: 'Go back on air' }).click();
        await page.getByText('What viewers see').waitFor();
        await page.getByText('Healthy').first().waitFor({ state: 'attached' });
        await settle(page);
        await shoot(page, `control-room-${size}`);
      },
      'ines@maison-lumen.example',
    );
  const sizes = await Promise.all((await readdir(SCREENS)).map(async (name) => (await stat(join(SCREENS, name))).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET);
});

const roomOf = (id: string): string => new URL(`/admin/shows/${id}`, live).href;

async function asGuest(size: Size, path: string, run: (page: Page) => Promise<void>): Promise<void> {
  const { page, context } = await openPage(browser, new URL(path, live).href, SIZES[size]);
  await run(page);
  await context.close();
}
async function asStaff(size: Size, run: (page: Page) => Promise<void>, email = 'tomas@maison-lumen.example'): Promise<void> {
  await asGuest(size, '/admin/sign-in', async (page) => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));
    await run(page);
  });
}

/** The clip shows the table for half of its time: whether the largest picture of the page is nearer to the host's scene. */
async function showsTheHost(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const small = (source: CanvasImageSource): Uint8ClampedArray => {
      const context = new OffscreenCanvas(32, 18).getContext('2d');
      context?.drawImage(source, 0, 0, 32, 18);
      return context?.getImageData(0, 0, 32, 18).data ?? new Uint8ClampedArray();
    };
    const scene = async (name: string): Promise<Uint8ClampedArray> => {
      const image = new Image();
      image.src = `/sample/scene-${name}.webp`;
      await image.decode();
      return small(image);
    };
    const difference = (one: Uint8ClampedArray, other: Uint8ClampedArray): number =>
      one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0);
    const pictures = [...document.querySelectorAll<HTMLVideoElement | HTMLImageElement>('video, img')];
    const sizeOf = (one: Element): number => one.clientWidth * one.clientHeight;
    const [largest] = pictures.sort((one, other) => sizeOf(other) - sizeOf(one));
    if (!largest) return false;
    const now = small(largest);
    return difference(now, await scene('ines-wide')) < 0.5 * difference(now, await scene('table'));
  });
}

/** A scene of the demo shop as a camera that Chromium can read (motion JPEG). Needs rsvg-convert and ffmpeg. */
function film(): string {
  const still = FILM.replace('.mjpeg', '.png');
  const scene = fileURLToPath(new URL('../packages/test-env/media/pictures/scene-ines-wide.svg', import.meta.url));
  execFileSync('rsvg-convert', ['-w', '1280', '-h', '720', '-o', still, scene]);
  const drift = "crop=1200:674:x='40+30*sin(t)':y=20,scale=1280:720,format=yuvj420p";
  const input = ['-loop', '1', '-framerate', '30', '-t', '6', '-i', still];
  execFileSync('ffmpeg', ['-y', '-loglevel', 'error', ...input, '-vf', drift, '-q:v', '4', FILM]);
  return FILM;
}

/** Skeletons, fonts and the first transitions are over. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForTimeout(SETTLED);
}

/** A palette of so many colours is enough for these screens, and a third of the size. Needs ffmpeg. */
async function shoot(page: Page, name: string): Promise<void> {
  const whole = join(tmpdir(), `vitrine-${name}.png`);
  await writeFile(whole, await page.screenshot({ scale: 'css' }));
  const palette = 'split[one][two];[one]palettegen=max_colors=256:stats_mode=single[colours];[two][colours]paletteuse=dither=sierra2_4a';
  execFileSync('ffmpeg', ['-y', '-loglevel', 'error', '-i', whole, '-vf', palette, '-frames:v', '1', join(SCREENS, `${name}.png`)]);
  await rm(whole);
}
