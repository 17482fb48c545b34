import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { onTestFailed } from 'vitest';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A fake camera and microphone that nobody has to allow, and as little of a browser's own business as can be. */
export const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  // Without it host candidates are hidden behind mDNS names that nothing here resolves.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];
export function chromiumPath(): string {
  const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error('Chromium is missing: install it, or set CHROMIUM to its path.');
  return path;
}

/** The system's Chromium with a fake camera (a film, where one is given) and microphone; nothing it does leaves this machine. */
export function launchBrowser(film?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [...BROWSER_ARGUMENTS, ...(film === undefined ? [] : [`--use-file-for-fake-video-capture=${film}`])],
  });
}

/** A page in a context of its own, whose errors fail the test that asks for them. */
export async function openPage(
  browser: Browser,
  url: string,
  viewport = DESKTOP,
): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const context = await browser.newContext({
    viewport,
    locale: 'en-GB',
    ...(viewport.width < 700 ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  return { page, context, errors };
}

/** Keeps a picture of the page in `.cache/e2e` when the running test fails. */
export function keepPictureOnFailure(page: Page, name: string): void {
  onTestFailed(async () => {
    await page.screenshot({ path: fileURLToPath(new URL(`../.cache/e2e/${name}.png`, import.meta.url)) });
  });
}

/** Waits until the page's video has decoded frames after `after`, and gives how many it has by then. */
export async function framesBeyond(page: Page, after: number): Promise<number> {
  const handle = await page.waitForFunction(
    (least) => {
      const frames = [...document.querySelectorAll('video')].reduce(
        (sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames,
        0,
      );
      return frames > least ? frames : false;
    },
    after,
    { timeout: 30_000 },
  );
  return (await handle.jsonValue()) || 0;
}

/** Keeps a picture of the page in `.cache/e2e` to be looked at, when `PICTURES` is set. */
export async function picture(page: Page, name: string, { whole = false } = {}): Promise<void> {
  if (!process.env.PICTURES) return;
  await page.screenshot({ path: fileURLToPath(new URL(`../.cache/e2e/${name}.png`, import.meta.url)), fullPage: whole });
}
