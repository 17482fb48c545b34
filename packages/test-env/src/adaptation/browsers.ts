import type { Livestream, VideoCredentials } from '@vitrine/protocol';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { ShopClient } from '../shop.ts';

/** What a page needs to publish to a show, or to play it. */
export async function credentials(
  client: ShopClient,
  show: Livestream,
  role: 'host' | 'viewer',
  base: string,
): Promise<{ url: string; token: string }> {
  const given = await client.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`, { role, seat: 'host' });
  if (given.provider !== 'sfu') throw new Error('not the embedded service');
  return { url: new URL(given.url, base).href, token: given.token };
}

/** Chromium with a camera; `film`: what stands before it. */
export function launch(film?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      ...(film ? [`--use-file-for-fake-video-capture=${film}`] : []),
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });
}
/** A page of the server's origin with nothing on it. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  // Some compilers wrap functions so that they keep their names; in the page there is nothing to wrap them with.
  await page.addInitScript('globalThis.__name = (wrapped) => wrapped;');
  await page.goto(`${url}/healthz`);
  return page;
}
