import { ClockShow } from '@vitrine/test-env/latency';
import { type Bench, type Result, scaled } from '../bench.ts';
import { median } from '../measure/statistics.ts';

const JOINS = 12;
const FRAMES = 90;
const ROUNDS = 3;
const TARGET = { glassToGlass: 150, firstFrame: 300 };

export const bench: Bench = {
  what: 'a clock in the picture, 720p VP8, from one Chromium through the server to another: how old pictures are, and how soon the first one comes',
  async run(options) {
    const rounds: Record<string, number>[] = [];
    for (let round = 0; round < (options.rounds ?? ROUNDS); round++) {
      await using show = await ClockShow.start();
      const delays: number[] = [];
      const firsts: number[] = [];
      // The first one waits for the encoder and for code that has not run yet.
      await show.watch(FRAMES);
      for (let join = 0; join < scaled(JOINS, options); join++) {
        const { firstFrame, delays: read } = await show.watch(FRAMES);
        firsts.push(firstFrame);
        delays.push(...read);
      }
      const figures = {
        'glass to glass p50': median(delays),
        'glass to glass p95': percentile(delays, 0.95),
        'first frame p50': median(firsts),
        'first frame p95': percentile(firsts, 0.95),
      };
      options.say(
        Object.entries(figures)
          .map(([name, value]) => `${name} ${Math.round(value)} ms`)
          .join(' · '),
      );
      rounds.push(figures);
    }
    const of = (name: string): number => median(rounds.map((round) => round[name] ?? Number.NaN));
    const result: Result = {
      ...{
        name: 'latency',
        what: bench.what,
        unit: 'ms from glass to glass, median',
        rounds: rounds.map((round) => ({ vitrine: round['glass to glass p50'] ?? Number.NaN })),
      },
      ...{ ours: of('glass to glass p50'), peers: {}, ratio: {}, voided: 0 },
      also: Object.fromEntries(Object.keys(rounds[0] ?? {}).map((name) => [name, Math.round(of(name))])),
      settings: { picture: '720p, 30 frames a second, VP8, one encoding', joins: JOINS, 'pictures of each': FRAMES },
      targets: [
        { what: `glass to glass p50 within ${TARGET.glassToGlass} ms`, met: of('glass to glass p50') <= TARGET.glassToGlass },
        { what: `first frame p50 within ${TARGET.firstFrame} ms`, met: of('first frame p50') <= TARGET.firstFrame },
      ],
    };
    return [result];
  },
};

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
