import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, type BenchOptions, type Result, scaled } from '../bench.ts';
import { Loads } from '../load/loads.ts';
import { cpuSeconds } from '../measure/process-tree.ts';
import { alternate, OURS, summarise, VoidRound } from '../measure/rounds.ts';
import { median } from '../measure/statistics.ts';
import { NchanSide } from '../sides/nchan.ts';
import type { Side } from '../sides/side.ts';
import { SocketIoSide } from '../sides/socket-io.ts';
import { SERVER_SETTINGS, VitrineSide } from '../sides/vitrine.ts';

const VIEWERS = 1_000;
/** Messages a second. */
const RATE = 100;
const ROUNDS = 5;
/** How many messages come together in the second row: a question that everybody answers. */
const BURST = 10;
const BURST_ROUNDS = 3;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 10_000;
const CROWDS = 2;
/** Senders that fell this far behind their pace were what was slow. */
const ENOUGH = 0.9;
const MOST_OF = { 'socket.io': 0.2, nchan: 1.5 } as const;

interface Measurable {
  side: Side;
  loads: Loads;
  /** Which share of what was sent reached everybody in time: a side at its limit falls behind. */
  delivered: number[];
}

export const bench: Bench = {
  what: 'CPU per delivered chat message, 1,000 viewers, 100 messages a second, against Socket.IO and Nchan',
  async run(options) {
    const viewers = scaled(VIEWERS, options);
    const sides: Measurable[] = [];
    try {
      for (const side of [await VitrineSide.start(), await SocketIoSide.start(), await NchanSide.start(options.say)]) {
        if (!side) continue;
        const loads = new Loads(CROWDS);
        sides.push({ side, loads, delivered: [] });
        await loads.gather(side, viewers);
      }
      const alone = await compare('fanout', `${bench.what}; they come independently of each other`, sides, viewers, 1, ROUNDS, options);
      const inBursts = await compare('fanout', `the same rate in bursts of ${BURST}`, sides, viewers, BURST, BURST_ROUNDS, options);
      for (const target of inBursts.targets) target.met = null;
      return [alone, inBursts];
    } finally {
      await Promise.all(sides.flatMap(({ side, loads }) => [side[Symbol.asyncDispose](), loads[Symbol.asyncDispose]()]));
    }
  },
};

async function compare(
  name: string,
  what: string,
  sides: Measurable[],
  viewers: number,
  burst: number,
  rounds: number,
  options: BenchOptions,
): Promise<Result> {
  const measured = await alternate(
    Object.fromEntries(sides.map((measurable) => [measurable.side.name, () => microsecondsPerDelivery(measurable, viewers, burst)])),
    rounds,
    'µs',
    options,
  );
  const summary = summarise(measured);
  return {
    name,
    what,
    unit: 'µs of CPU per delivery',
    ...summary,
    also: Object.fromEntries(
      sides.map(({ side, delivered }) => [`${side.name} delivered`, `${Math.round(median(delivered.splice(0)) * 100)} %`]),
    ),
    settings: {
      ...SERVER_SETTINGS,
      viewers,
      rate: `${RATE}/s`,
      measured: `${MEASURED_MS / 1000} s a round`,
      ...Object.fromEntries(sides.filter(({ side }) => side.name !== OURS).map(({ side }) => [side.name, side.version])),
    },
    targets: Object.entries(MOST_OF).map(([peer, most]) => ({
      what: `at most ${most} of ${peer}`,
      met: peer in summary.ratio ? (summary.ratio[peer] ?? Number.NaN) <= most : null,
    })),
  };
}

async function microsecondsPerDelivery({ side, loads, delivered }: Measurable, viewers: number, burst: number): Promise<number> {
  await loads.senders.call('startSending', { rate: RATE, burst });
  try {
    await wait(WARM_UP_MS);
    await loads.mark();
    const sentBefore = (await loads.senders.call('counts')).sent;
    const before = cpuSeconds(side.pid);
    const startedAt = performance.now();
    await wait(MEASURED_MS);
    const cpu = cpuSeconds(side.pid) - before;
    const seconds = (performance.now() - startedAt) / 1000;
    const sent = (await loads.senders.call('counts')).sent - sentBefore;
    const { messages } = await loads.read();
    if (sent < seconds * RATE * ENOUGH * fluctuation(burst))
      throw new VoidRound(`the senders made ${Math.round(sent / seconds)} messages a second`);
    delivered.push(messages / (sent * viewers));
    return (cpu / messages) * 1e6;
  } finally {
    await loads.senders.call('stopSending');
  }
}

/** Independent bursts come in more or less than their mean: three standard deviations less is still the pace. */
const fluctuation = (burst: number): number => 1 - 3 / Math.sqrt((RATE / burst) * (MEASURED_MS / 1000));
