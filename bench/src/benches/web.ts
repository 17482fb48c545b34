import { gzipSync } from 'node:zlib';
import { Demo } from '@vitrine/demo';
import { openBrowser } from '@vitrine/test-env/browser';
import lighthouse from 'lighthouse';
import { z } from 'zod';
import type { Bench, BenchOptions, Result } from '../bench.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';

const ROUNDS = 3;
/** Of 100. */
const SCORE = 95;
/** JavaScript before anybody presses anything, gzipped, in KB of 1024 bytes. */
const SCRIPT_KB = 90;
const VIEWERS = 8;
const CATEGORIES = ['performance', 'accessibility'] as const;
const TIMES = {
  'first contentful paint, ms': 'first-contentful-paint',
  'largest contentful paint, ms': 'largest-contentful-paint',
  'total blocking time, ms': 'total-blocking-time',
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
  let scripts: string[] = [];
  const measured = await alternate(
    {
      [OURS]: async () => {
        const seen = await visit(address, browser.port);
        scripts = seen.scripts;
        for (const fault of seen.faults) options.say(`${page}: ${fault}`);
        return { figure: seen.scores.performance, also: { accessibility: seen.scores.accessibility, ...seen.also } };
      },
    },
    ROUNDS,
    'of 100',
    options,
  );
  const { also, ...summary } = summarise(measured);
  const script = (await gzippedBytes(scripts)) / 1024;
  return {
    ...{ name: `web, ${page}`, what: bench.what, unit: 'Lighthouse performance, of 100' },
    ...summary,
    also: { ...also, 'JavaScript, KB gzipped': Math.round(script * 10) / 10 },
    settings: { profile: 'mobile, simulated slow 4G and a processor four times slower', browser: `Chromium ${browser.version}` },
    targets: [
      { what: `performance ${SCORE} or more`, met: summary.ours >= SCORE },
      { what: `accessibility ${SCORE} or more`, met: (also.accessibility ?? 0) >= SCORE },
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
    also: Object.fromEntries(Object.entries(TIMES).map(([name, id]) => [name, Math.round(audits[id]?.numericValue ?? Number.NaN)])),
    scripts: scriptsOf(audits['network-requests']?.details),
    faults: (categories.accessibility?.auditRefs ?? [])
      .map(({ id }) => audits[id])
      .flatMap((audit) => (audit?.score === 0 ? [`${audit.id}: ${audit.title} ${selectorsOf(audit.details).join(', ')}`] : [])),
  };
}

/** The part of an audit's table that is read here; other tables have other columns. */
const Rows = z.object({
  items: z.array(
    z.object({
      url: z.string().optional(),
      resourceType: z.string().optional(),
      node: z.object({ selector: z.string() }).optional(),
    }),
  ),
});
const rowsOf = (details: unknown): z.output<typeof Rows>['items'] => Rows.safeParse(details).data?.items ?? [];
/** What Lighthouse saw being loaded that is a script. */
const scriptsOf = (details: unknown): string[] =>
  rowsOf(details).flatMap(({ url, resourceType }) => (resourceType === 'Script' && url !== undefined ? [url] : []));
const selectorsOf = (details: unknown): string[] => rowsOf(details).flatMap(({ node }) => node?.selector ?? []);

/** Gzipped the same way, whatever the server sends them in. */
async function gzippedBytes(urls: readonly string[]): Promise<number> {
  const files = await Promise.all([...new Set(urls)].map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())));
  return files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
}
