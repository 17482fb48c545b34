import { gzipSync } from 'node:zlib';
import { Demo } from '@vitrine/demo';
import { openBrowser } from '@vitrine/test-env/browser';
import lighthouse from 'lighthouse';
import type { Bench, BenchOptions, Result } from '../bench.ts';
import { median } from '../measure/statistics.ts';

const ROUNDS = 3;
/** Of 100. */
const SCORE = 95;
/** JavaScript before anybody presses anything, gzipped, in KB of 1024 bytes. */
const SCRIPT_KB = 90;
const VIEWERS = 8;
const CATEGORIES = ['performance', 'accessibility'] as const;
const TIMES = {
  'first contentful paint': 'first-contentful-paint',
  'largest contentful paint': 'largest-contentful-paint',
  'total blocking time': 'total-blocking-time',
} as const;

interface Visit {
  scores: Record<(typeof CATEGORIES)[number], number>;
  also: Record<string, number>;
  scripts: string[];
  faults: string[];
}

export const bench: Bench = {
  what: 'Lighthouse (its mobile profile, simulated throttling) and the JavaScript of the first load, of a shop with a live show',
  async run(options) {
    // As `npm start` has built them: the pages come from `dist`.
    await using demo = await Demo.start({
      options: { viewers: VIEWERS, rate: 1, past: 2, port: 0, dataDir: null, lan: false },
      workingDirectory: process.cwd(),
      say: options.say,
      signal: new AbortController().signal,
    });
    await using browser = await openBrowser();
    const { url } = demo.server;
    const results: Result[] = [];
    for (const [page, address] of Object.entries({ home: `${url}/`, watch: `${url}${demo.show.streamUrl}` }))
      results.push(await measure(page, address, browser, options));
    return results;
  },
};

async function measure(page: string, address: string, browser: { port: number; version: string }, options: BenchOptions): Promise<Result> {
  const visits: Visit[] = [];
  for (let round = 0; round < (options.rounds ?? ROUNDS); round++) {
    const seen = await visit(address, browser.port);
    visits.push(seen);
    options.say(`${page}: performance ${seen.scores.performance}, accessibility ${seen.scores.accessibility}`);
    for (const fault of seen.faults) options.say(`  ${fault}`);
  }
  const middle = (read: (seen: Visit) => number): number => median(visits.map(read));
  const performance = middle(({ scores }) => scores.performance);
  const accessibility = middle(({ scores }) => scores.accessibility);
  const script = (await gzippedBytes(visits[0]?.scripts ?? [])) / 1024;
  const times = Object.keys(TIMES).map((name) => [`${name}, ms`, Math.round(middle(({ also }) => also[name] ?? Number.NaN))]);
  return {
    ...{ name: `web, ${page}`, what: bench.what, unit: 'Lighthouse performance, of 100' },
    rounds: visits.map(({ scores }) => ({ vitrine: scores.performance })),
    ...{ ours: performance, peers: {}, ratio: {}, voided: 0 },
    also: { accessibility, 'JavaScript, KB gzipped': Math.round(script * 10) / 10, ...Object.fromEntries(times) },
    settings: { profile: 'mobile, simulated slow 4G and a processor four times slower', browser: `Chromium ${browser.version}` },
    targets: [
      { what: `performance ${SCORE} or more`, met: performance >= SCORE },
      { what: `accessibility ${SCORE} or more`, met: accessibility >= SCORE },
      { what: `under ${SCRIPT_KB} KB of JavaScript, gzipped`, met: script < SCRIPT_KB },
    ],
  };
}

async function visit(address: string, port: number): Promise<Visit> {
  const answer = await lighthouse(address, { port, output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] });
  if (!answer) throw new Error('Lighthouse gave no answer');
  const { categories, audits, runtimeError } = answer.lhr;
  if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
  const scoreOf = (name: string): number => Math.round((categories[name]?.score ?? 0) * 100);
  return {
    scores: { performance: scoreOf('performance'), accessibility: scoreOf('accessibility') },
    also: Object.fromEntries(Object.entries(TIMES).map(([name, id]) => [name, audits[id]?.numericValue ?? Number.NaN])),
    scripts: scriptsOf(audits['network-requests']?.details),
    faults: (categories.accessibility?.auditRefs ?? [])
      .map(({ id }) => audits[id])
      .flatMap((audit) => (audit?.score === 0 ? [`${audit.id}: ${audit.title}`] : [])),
  };
}

/** What Lighthouse saw being loaded that is a script. */
function scriptsOf(details: unknown): string[] {
  if (typeof details !== 'object' || details === null || !('items' in details) || !Array.isArray(details.items)) return [];
  return details.items.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('url' in item) || !('resourceType' in item)) return [];
    return item.resourceType === 'Script' && typeof item.url === 'string' ? [item.url] : [];
  });
}

/** Gzipped the same way, whatever the server sends them in. */
async function gzippedBytes(urls: readonly string[]): Promise<number> {
  const files = await Promise.all([...new Set(urls)].map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())));
  return files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
}
