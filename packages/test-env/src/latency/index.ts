import type { Livestream } from '@vitrine/protocol';
import type { Browser, Page } from 'playwright-core';
import { credentials, launch, openPage } from '../adaptation/browsers.ts';
import { ServerProcess } from '../server-process.ts';
import { openShop, type ShopClient } from '../shop.ts';
import { type ClockFace, type ClockReadings, publishClockInPage, readClockInPage } from './in-page.ts';

export type { ClockReadings } from './in-page.ts';

const FACE: ClockFace = { bits: 18, block: 32 };
const PICTURE = { width: 1_280, height: 720 };

/** A show whose picture is a clock, from one Chromium through the server to another: what is read in it tells how old a picture is. */
export class ClockShow implements AsyncDisposable {
  readonly #server: ServerProcess;
  readonly #browsers: readonly Browser[];
  readonly #viewer: Page;
  readonly #guest: ShopClient;
  readonly #show: Livestream;

  private constructor(parts: { server: ServerProcess; browsers: readonly Browser[]; viewer: Page; guest: ShopClient; show: Livestream }) {
    this.#server = parts.server;
    this.#browsers = parts.browsers;
    this.#viewer = parts.viewer;
    this.#guest = parts.guest;
    this.#show = parts.show;
  }
  static async start(): Promise<ClockShow> {
    const server = await ServerProcess.start({ execArgv: [] });
    const browsers = await Promise.all([launch(), launch()]);
    const shop = await openShop(server);
    const show = await shop.createShow('What time is it');
    const host = await openPage(browsers[0], server.url);
    await host.evaluate(publishClockInPage, { ...(await credentials(shop, show, 'host', server.url)), ...FACE, ...PICTURE });
    await shop.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    const viewer = await openPage(browsers[1], server.url);
    return new ClockShow({ server, browsers, viewer, guest: await shop.guest('Amir'), show });
  }
  /** Joins, reads the clock in so many pictures, and leaves. */
  async watch(frames: number): Promise<ClockReadings> {
    const grant = await credentials(this.#guest, this.#show, 'viewer', this.#server.url);
    return this.#viewer.evaluate(readClockInPage, { ...grant, ...FACE, frames });
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    await this.#server[Symbol.asyncDispose]();
  }
}
