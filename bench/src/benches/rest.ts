import { type Bench, type BenchOptions, type Result, scaled } from '../bench.ts';
import { HttpLoads } from '../load/http-loads.ts';
import { cpuSeconds } from '../measure/process-tree.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { SERVER_SETTINGS, VitrineSide } from '../sides/vitrine.ts';

const SHOWS = 50;
const PINS = 5;
const CONNECTIONS = 50;
const MEASURED_MS = 8_000;
const ROUNDS = 5;
const OK = 200;

export const bench: Bench = {
  what: 'the list of shows and one show with its pins, over 50 kept connections',
  async run(options) {
    const side = await VitrineSide.start();
    const loads = new HttpLoads(1, side.server.port);
    try {
      await fill(side);
      return [
        await measure('list: 20 of 50 scheduled shows', '/livestreams?status=scheduled&limit=20', side, loads, options),
        await measure(`detail: a live show with ${PINS} pins`, `/livestreams/${side.streamId}`, side, loads, options),
      ];
    } finally {
      await Promise.all([side[Symbol.asyncDispose](), loads[Symbol.asyncDispose]()]);
    }
  },
};

async function fill({ admin, streamId }: VitrineSide): Promise<void> {
  for (let show = 1; show <= SHOWS; show++) await admin.createShow(`Evening ${show}: lamps, vases and what goes with them`);
  const productIds: string[] = [];
  for (let product = 1; product <= PINS; product++) productIds.push((await admin.createProduct(`Lamp ${product}`, 100))._id);
  await admin.request('POST', `/livestreams/${streamId}/products`, { productIds });
}

async function measure(what: string, path: string, side: VitrineSide, loads: HttpLoads, options: BenchOptions): Promise<Result> {
  const connections = scaled(CONNECTIONS, options);
  const measured = await alternate(
    {
      [OURS]: async () => {
        const requests = Array.from({ length: connections }, () => [{ method: 'GET', path }]);
        const before = cpuSeconds(side.pid);
        const { statuses, latency, startedAt, endedAt } = await loads.send(requests, { milliseconds: MEASURED_MS * options.scale });
        const count = statuses[OK] ?? 0;
        if (count !== latency.total) throw new Error(`some were not answered as expected: ${JSON.stringify(statuses)}`);
        const cost = ((cpuSeconds(side.pid) - before) / count) * 1e6;
        const also = { 'p50, ms': latency.quantile(0.5), 'p99, ms': latency.quantile(0.99), 'CPU of a request, µs': cost };
        return { figure: count / (Number(endedAt - startedAt) / 1e9), also };
      },
    },
    ROUNDS,
    'requests/s',
    options,
  );
  return {
    name: 'rest',
    what,
    unit: 'requests/s',
    ...summarise(measured),
    settings: { ...SERVER_SETTINGS, connections, measured: `${MEASURED_MS / 1000} s a round` },
    targets: [],
  };
}
