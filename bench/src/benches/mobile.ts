import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { openShop, ServerProcess } from '@vitrine/test-env';
import { type OpenBrowser, openBrowser } from '@vitrine/test-env/browser';
import type { Bench, BenchOptions, Result } from '../bench.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { SERVER_SETTINGS } from '../sides/vitrine.ts';

const ROUNDS = 5;
/** As Lighthouse makes a phone of the middle of this machine. */
const SLOWDOWN = 4;
const SHOWN_WITHIN_MS = 3_000;
/** Gzipped, in KB of 1000 bytes: what the tests of `packages/mobile-kit` hold. */
const FIRST_LOAD_KB = 600;
/** What each app shows first, of a shop that has one show to come. */
const FIRST = { customer: { path: '/m/', text: 'The Autumn Firing' }, admin: { path: '/m/admin/', text: 'Sign in to your shop' } } as const;

export const bench: Bench = {
  what: `the phone apps' pages: from calling them up to their first screen, on a processor ${SLOWDOWN} times slower, and what they load for it`,
  async run(options) {
    await using server = await ServerProcess.start({ execArgv: [] });
    const shop = await openShop(server);
    await shop.createShow('The Autumn Firing');
    await using browser = await openBrowser();
    const results: Result[] = [];
    for (const app of ['customer', 'admin'] as const) results.push(await measure(app, server.url, browser, options));
    return results;
  },
};

async function measure(app: keyof typeof FIRST, url: string, browser: OpenBrowser, options: BenchOptions): Promise<Result> {
  const { path, text } = FIRST[app];
  const measured = await alternate({ [OURS]: () => browser.firstSight(`${url}${path}`, text, SLOWDOWN) }, ROUNDS, 'ms', options);
  const summary = summarise(measured);
  const { first, later } = sizes(app);
  return {
    ...{ name: `mobile, ${app}`, what: bench.what, unit: 'ms' },
    ...summary,
    also: { ...summary.also, 'first load, KB gzipped': first, 'loaded when needed, KB gzipped': later },
    settings: { ...SERVER_SETTINGS, browser: `Chromium ${browser.version}` },
    targets: [
      { what: `under ${SHOWN_WITHIN_MS} ms`, met: summary.ours < SHOWN_WITHIN_MS },
      { what: `first load under ${FIRST_LOAD_KB} KB`, met: first < FIRST_LOAD_KB },
    ],
  };
}

/** The scripts of an app's pages, by when they are loaded. */
function sizes(app: string): { first: number; later: number } {
  const scripts = new URL(`../../../apps/mobile-${app}/dist/_expo/static/js/web/`, import.meta.url);
  const kilobytes = (names: readonly string[]): number =>
    Math.round(names.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, scripts))).length, 0) / 1000);
  const names = readdirSync(scripts);
  const isFirst = (name: string): boolean => name.startsWith('entry-');
  return { first: kilobytes(names.filter(isFirst)), later: kilobytes(names.filter((name) => !isFirst(name))) };
}
