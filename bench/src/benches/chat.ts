import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, scaled } from '../bench.ts';
import { Loads } from '../load/loads.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { SERVER_SETTINGS, VitrineSide } from '../sides/vitrine.ts';

const VIEWERS = 2_000;
/** Messages a second. */
const RATE = 50;
const ROUNDS = 5;
const SENDERS = 10;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 10_000;
const CROWDS = 2;
const P99_MS = 100;

export const bench: Bench = {
  what: 'a chat message sent until received, on every socket, one clock, 2,000 viewers, 50 messages a second, durable',
  async run(options) {
    const viewers = scaled(VIEWERS, options);
    const side = await VitrineSide.start();
    const loads = new Loads(CROWDS);
    try {
      await loads.gather(side, viewers, SENDERS);
      await loads.senders.call('startSending', { rate: RATE, burst: 1 });
      await wait(WARM_UP_MS);
      const measured = await alternate(
        {
          [OURS]: async () => {
            await loads.mark(true);
            await wait(MEASURED_MS);
            const { latency, core } = await loads.read();
            return { figure: latency.quantile(0.99), also: { 'p50, ms': latency.quantile(0.5), 'busiest load process, cores': core } };
          },
        },
        ROUNDS,
        'ms',
        options,
      );
      await loads.senders.call('stopSending');
      const summary = summarise(measured);
      return [
        {
          name: 'chat',
          what: bench.what,
          unit: 'ms, p99',
          ...summary,
          settings: { ...SERVER_SETTINGS, viewers, rate: `${RATE}/s`, measured: `${MEASURED_MS / 1000} s a round` },
          targets: [{ what: `p99 under ${P99_MS} ms`, met: summary.ours < P99_MS }],
        },
      ];
    } finally {
      await Promise.all([side[Symbol.asyncDispose](), loads[Symbol.asyncDispose]()]);
    }
  },
};
