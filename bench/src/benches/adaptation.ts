import { setTimeout as wait } from 'node:timers/promises';
import { GOOD_LINK, heightOf, longestGap, TOP_HEIGHT, Watching } from '@vitrine/test-env/adaptation';
import type { Bench, Result } from '../bench.ts';
import { median } from '../measure/statistics.ts';

const CUT = { ...GOOD_LINK, rate: 800_000, queue: 300, delay: 20 };
const OPEN = { ...GOOD_LINK, delay: 20 };
const LOSSY = { ...OPEN, loss: 0.05 };
const SETTLE_MS = 5_000;
const CUT_FOR_MS = 20_000;
const LOSSY_FOR_MS = 30_000;
const ROUNDS = 3;
const GIVE_UP_MS = 60_000;
const TARGET = { down: 3_000, freeze: 1_000, up: 15_000, gap: 500 };

export const bench: Bench = {
  what: 'a Chromium viewer of simulcast whose link is cut to 800 kbit/s and given back, and one that loses 5 % at 40 ms round trip',
  async run(options) {
    const rounds: Record<string, number>[] = [];
    for (let round = 0; round < (options.rounds ?? ROUNDS); round++) {
      const figures = { ...(await cutAndGivenBack()), ...(await lossy()) };
      options.say(
        Object.entries(figures)
          .map(([name, value]) => `${name} ${Math.round(value)}`)
          .join(' · '),
      );
      rounds.push(figures);
    }
    const of = (name: string): number => median(rounds.map((round) => round[name] ?? Number.NaN));
    const worst = (name: string): number => Math.max(...rounds.map((round) => round[name] ?? Number.NaN));
    const result: Result = {
      ...{
        name: 'adaptation',
        what: bench.what,
        unit: 'ms until back at the top',
        rounds: rounds.map((round) => ({ vitrine: round['back at the top'] ?? Number.NaN })),
        ours: of('back at the top'),
        peers: {},
        ratio: {},
      },
      voided: 0,
      also: Object.fromEntries(Object.keys(rounds[0] ?? {}).map((name) => [name, Math.round(of(name))])),
      settings: { cut: '800 kbit/s, queue 300 ms', 'round trip': '40 ms', loss: '5 % each way', picture: '720p in three encodings, VP8' },
      targets: [
        { what: `down within ${TARGET.down} ms`, met: worst('down') <= TARGET.down },
        { what: `no gap above ${TARGET.freeze} ms while cut and given back`, met: worst('longest gap') <= TARGET.freeze },
        { what: `back at the top within ${TARGET.up} ms`, met: worst('back at the top') <= TARGET.up },
        { what: 'no freeze at 5 % loss, as Chromium counts them', met: worst('freezes at 5 % loss') === 0 },
        { what: `no gap above ${TARGET.gap} ms at 5 % loss`, met: worst('longest gap at 5 % loss') <= TARGET.gap },
      ],
    };
    return [result];
  },
};

async function cutAndGivenBack(): Promise<Record<string, number>> {
  await using watching = await Watching.start(OPEN);
  const atTop = await watching.until((figures) => heightOf(figures) === TOP_HEIGHT, GIVE_UP_MS);
  if (!atTop) throw new Error('the viewer never reached the top layer');
  const firstAtTop = atTop.now - (atTop.frames[0]?.at ?? atTop.now);
  await wait(SETTLE_MS);
  const before = await watching.read();
  watching.link.conditions = CUT;
  const down = await watching.until((figures) => heightOf(figures) < TOP_HEIGHT, GIVE_UP_MS);
  await wait(CUT_FOR_MS);
  const given = await watching.read();
  watching.link.conditions = OPEN;
  const up = await watching.until((figures) => heightOf(figures) === TOP_HEIGHT, GIVE_UP_MS);
  await wait(SETTLE_MS);
  const after = await watching.read();
  return {
    'first frame to top': firstAtTop,
    down: down ? down.now - before.now : GIVE_UP_MS,
    'longest gap': longestGap(after, before.now),
    freezes: after.freezes - before.freezes,
    frozen: after.frozen - before.frozen,
    'back at the top': up ? up.now - given.now : GIVE_UP_MS,
    'height while cut': heightOf(given),
  };
}

async function lossy(): Promise<Record<string, number>> {
  await using watching = await Watching.start(OPEN);
  await watching.until((figures) => heightOf(figures) === TOP_HEIGHT, GIVE_UP_MS);
  await wait(SETTLE_MS);
  const before = await watching.read();
  watching.link.conditions = LOSSY;
  await wait(LOSSY_FOR_MS);
  const after = await watching.read();
  return {
    'freezes at 5 % loss': after.freezes - before.freezes,
    'longest gap at 5 % loss': longestGap(after, before.now),
    'height at 5 % loss': heightOf(after),
    'frames a second at 5 % loss': ((after.framesDecoded - before.framesDecoded) * 1_000) / (after.now - before.now),
  };
}
