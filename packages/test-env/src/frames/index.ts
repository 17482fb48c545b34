import type { Browser, CDPSession, Page } from 'playwright-core';
import { launch } from '../adaptation/browsers.ts';
import { framesFor, framesUntilRead } from './in-page.ts';

export interface SeenFrames {
  /** How long each took, in ms. */
  frames: number[];
  /** Seconds of the page's main thread. */
  busy: number;
}

/** A page in a Chromium of its own whose frames are timed. */
export class TimedPage implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #devtools: CDPSession;

  private constructor(parts: { browser: Browser; page: Page; devtools: CDPSession }) {
    this.#browser = parts.browser;
    this.#page = parts.page;
    this.#devtools = parts.devtools;
  }
  static async open(url: string, viewport: { width: number; height: number }): Promise<TimedPage> {
    const browser = await launch();
    const page = await browser.newPage({ viewport });
    // Some compilers wrap functions so that they keep their names; in the page there is nothing to wrap them with.
    await page.addInitScript('globalThis.__name = (wrapped) => wrapped;');
    await page.goto(url);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    return new TimedPage({ browser, page, devtools });
  }
  async reads(words: string): Promise<void> {
    await this.#page.getByRole('log').getByText(words, { exact: true }).waitFor();
  }
  /** How many lines the chat has. */
  lines(): Promise<number> {
    return this.#page.locator('[role="log"] .chat-line').count();
  }
  /** While nothing happens, for so many ms. */
  atRest(duration: number): Promise<SeenFrames> {
    return this.#timed(() => this.#page.evaluate(framesFor, duration));
  }
  /** Until the last line of the chat has these words. */
  untilRead(words: string): Promise<SeenFrames> {
    return this.#timed(() => this.#page.evaluate(framesUntilRead, words));
  }
  async #timed(look: () => Promise<number[]>): Promise<SeenFrames> {
    const before = await this.#busy();
    const frames = await look();
    return { frames, busy: (await this.#busy()) - before };
  }
  async #busy(): Promise<number> {
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
