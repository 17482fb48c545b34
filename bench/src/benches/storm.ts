import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, type BenchOptions, type Result, scaled } from '../bench.ts';
import type { LoadProcess } from '../load/load-process.ts';
import { Loads } from '../load/loads.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { median } from '../measure/statistics.ts';
import { SERVER_SETTINGS, VitrineSide } from '../sides/vitrine.ts';

const VIEWERS = 5_000;
/** Messages a second, before, during and after. */
const RATE = 20;
const ROUNDS = 5;
const KILL_ROUNDS = 3;
const SENDERS = 10;
const CROWDS = 2;
const SETTLE_MS = 2_000;
/** Nobody waits longer than this for an entry. */
const PATIENCE_MS = 60_000;
const LIMIT_S = 10;

interface Storm {
  seconds: number;
  /** Until the last viewer had registered. */
  back: number;
  missed: number;
  doubled: number;
  notRecovered: number;
}

export const bench: Bench = {
  what: '5,000 viewers lose their sockets at once, come back and resume while messages go on',
  async run(options) {
    const viewers = scaled(VIEWERS, options);
    const side = await VitrineSide.start();
    const loads = new Loads(CROWDS);
    try {
      await loads.gather(side, viewers, SENDERS);
      await loads.senders.call('startSending', { rate: RATE, burst: 1 });
      await wait(SETTLE_MS);
      const drop = (crowd: LoadProcess) => crowd.call('storm');
      const dropped = await rounds(bench.what, ROUNDS, () => storm(loads, () => everybody(loads, drop)), viewers, options);
      const killed = await rounds(
        'the same, because the server is killed with -9 and started again',
        KILL_ROUNDS,
        () => storm(loads, () => kill(side, loads)),
        viewers,
        options,
      );
      for (const target of killed.targets) if (target.what.startsWith('under')) target.met = null;
      await loads.senders.call('stopSending');
      return [dropped, killed];
    } finally {
      await Promise.all([side[Symbol.asyncDispose](), loads[Symbol.asyncDispose]()]);
    }
  },
};

async function rounds(what: string, count: number, once: () => Promise<Storm>, viewers: number, options: BenchOptions): Promise<Result> {
  const storms: Storm[] = [];
  const measured = await alternate(
    {
      [OURS]: async () => {
        const one = await once();
        storms.push(one);
        await wait(SETTLE_MS);
        return one.seconds;
      },
    },
    count,
    's',
    options,
  );
  const summary = summarise(measured);
  const sum = (field: 'missed' | 'doubled' | 'notRecovered'): number => storms.reduce((total, one) => total + one[field], 0);
  return {
    name: 'storm',
    what,
    unit: 's until all are back and caught up',
    ...summary,
    also: {
      'all registered after, s': median(storms.map((one) => one.back)),
      'entries missed': sum('missed'),
      'entries twice': sum('doubled'),
      'viewers not recovered': sum('notRecovered'),
    },
    settings: { ...SERVER_SETTINGS, viewers, rate: `${RATE}/s` },
    targets: [
      { what: `under ${LIMIT_S} s`, met: Math.max(...summary.rounds.map((round) => round[OURS] ?? Number.NaN)) < LIMIT_S },
      { what: '0 entries missed, 0 twice', met: sum('missed') + sum('doubled') + sum('notRecovered') === 0 },
    ],
  };
}

/** Caught up: everybody has heard the last message that had been acknowledged when the last viewer was back. */
async function storm(loads: Loads, happen: () => Promise<bigint>): Promise<Storm> {
  await loads.mark();
  const began = process.hrtime.bigint();
  const back = await happen();
  const { lastOffset } = await loads.senders.call('counts');
  const caughtUp = await everybody(loads, (crowd) => crowd.call('reached', { offset: lastOffset, within: PATIENCE_MS }));
  const { missed, doubled, notRecovered } = await loads.read();
  const since = (moment: bigint): number => Number(moment - began) / 1e9;
  return { seconds: Math.max(since(back), since(caughtUp)), back: since(back), missed, doubled, notRecovered };
}

async function kill(side: VitrineSide, loads: Loads): Promise<bigint> {
  await side.server.end('SIGKILL');
  await side.server.restart();
  return everybody(loads, (crowd) => crowd.call('comeBack'));
}

/** When the last of them was done. */
async function everybody(loads: Loads, ask: (crowd: LoadProcess) => Promise<{ at: string }>): Promise<bigint> {
  const moments = await Promise.all(loads.crowds.map(ask));
  return moments.map(({ at }) => BigInt(at)).reduce((latest, at) => (at > latest ? at : latest));
}
