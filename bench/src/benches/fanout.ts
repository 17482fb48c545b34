import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, scaled } from '../bench.ts';
import { Loads } from '../load/loads.ts';
import { cpuSeconds } from '../measure/process-tree.ts';
import { alternate, OURS, summarise, VoidRound } from '../measure/rounds.ts';
import { NchanSide } from '../sides/nchan.ts';
import type { Side } from '../sides/side.ts';
import { SocketIoSide } from '../sides/socket-io.ts';
import { SERVER_SETTINGS, VitrineSide } from '../sides/vitrine.ts';

const VIEWERS = 1_000;
/** Messages a second. */
const RATE = 100;
const ROUNDS = 5;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 10_000;
const CROWDS = 2;
/** A smaller share of the deliveries that the pace asks for: the load, not the side, was measured. */
const ENOUGH = 0.95;
const MOST_OF = { 'socket.io': 0.2, nchan: 1.5 } as const;

export const bench: Bench = {
  what: 'CPU per delivered chat message, 1,000 viewers, 100 messages a second, against Socket.IO and Nchan',
  async run(options) {
    const viewers = scaled(VIEWERS, options);
    const sides: { side: Side; loads: Loads }[] = [];
    try {
      for (const side of [await VitrineSide.start(), await SocketIoSide.start(), await NchanSide.start(options.say)]) {
        if (!side) continue;
        const loads = new Loads(CROWDS);
        sides.push({ side, loads });
        await loads.gather(side, viewers);
      }
      const measured = await alternate(
        Object.fromEntries(sides.map(({ side, loads }) => [side.name, () => microsecondsPerDelivery(side, loads, viewers)])),
        ROUNDS,
        'µs',
        options,
      );
      const summary = summarise(measured);
      const result = {
        name: 'fanout',
        what: bench.what,
        unit: 'µs of CPU per delivery',
        ...summary,
        also: {},
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
      return [result];
    } finally {
      await Promise.all(sides.flatMap(({ side, loads }) => [side[Symbol.asyncDispose](), loads[Symbol.asyncDispose]()]));
    }
  },
};

async function microsecondsPerDelivery(side: Side, loads: Loads, viewers: number): Promise<number> {
  await loads.senders.call('startSending', { rate: RATE });
  try {
    await wait(WARM_UP_MS);
    await loads.mark();
    const before = cpuSeconds(side.pid);
    const startedAt = performance.now();
    await wait(MEASURED_MS);
    const cpu = cpuSeconds(side.pid) - before;
    const expected = ((performance.now() - startedAt) / 1000) * RATE * viewers;
    const { messages } = await loads.read();
    if (messages < expected * ENOUGH) throw new VoidRound(`${Math.round((messages / expected) * 100)} % of the deliveries were made`);
    return (cpu / messages) * 1e6;
  } finally {
    await loads.senders.call('stopSending');
  }
}
