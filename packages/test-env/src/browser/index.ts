import { chromium } from 'playwright-core';
import { freePort } from '../free-port.ts';

const PHONE = { width: 390, height: 844 };

export interface OpenBrowser extends AsyncDisposable {
  /** Where tools that speak the DevTools protocol themselves connect, on loopback. */
  port: number;
  version: string;
  /**
   * Milliseconds from calling up a page on a phone's screen, with nothing kept from before, until it shows this text. The processor is made so
   * many times slower.
   */
  firstSight(url: string, text: string, slowdown: number): Promise<number>;
}

/** The system's Chromium without anything to see, for tools that bring their own way to drive it. */
export async function openBrowser(): Promise<OpenBrowser> {
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...[`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-features=WebRtcHideLocalIpsWithMdns'],
    ],
  });
  return {
    port,
    version: browser.version(),
    async firstSight(url, text, slowdown) {
      const context = await browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
      try {
        const page = await context.newPage();
        const session = await context.newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
        const from = performance.now();
        await page.goto(url, { waitUntil: 'commit' });
        await page.getByText(text).first().waitFor();
        return performance.now() - from;
      } finally {
        await context.close();
      }
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
