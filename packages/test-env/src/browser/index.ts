import { chromium } from 'playwright-core';
import { freePort } from '../free-port.ts';

export interface OpenBrowser extends AsyncDisposable {
  /** Where tools that speak the DevTools protocol themselves connect, on loopback. */
  port: number;
  version: string;
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
  return { port, version: browser.version(), [Symbol.asyncDispose]: () => browser.close() };
}
