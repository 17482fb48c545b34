import type { Product } from '@vitrine/protocol';
import { type Bench, type BenchOptions, scaled } from '../bench.ts';
import type { HttpRequest } from '../load/commands.ts';
import { HttpLoads, type HttpReading } from '../load/http-loads.ts';
import { cpuSeconds } from '../measure/process-tree.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { SERVER_SETTINGS, VitrineSide } from '../sides/vitrine.ts';

const BUYERS = 1_000;
const UNITS = 100;
/** Orders of each buyer where there is enough for all; below the rate limit of one buyer. */
const ORDERS_EACH = 5;
const ROUNDS = 5;
const CROWDS = 2;
const PLENTY = 1_000_000;
const PER_SECOND = 500;
const CREATED = 201;
const CONFLICT = 409;

export const bench: Bench = {
  what: 'orders placed a second by 1,000 buyers at once, over REST with kept connections; and the last 100 units wanted by all of them',
  async run(options) {
    const buyers = scaled(BUYERS, options);
    const side = await VitrineSide.start();
    const loads = new HttpLoads(CROWDS, side.server.port);
    const oversold: number[] = [];
    let round = 0;
    try {
      const measured = await alternate(
        {
          [OURS]: async () => {
            const tokens = await enter(loads, buyers, round * buyers);
            round += 1;
            const rush = await lastUnits(side, loads, tokens, options);
            oversold.push(rush.oversold);
            const { perSecond, also } = await plenty(side, loads, tokens, round);
            return {
              figure: perSecond,
              also: { 'answers a second in the rush for the last units': rush.answersPerSecond, ...also },
            };
          },
        },
        ROUNDS,
        'orders/s',
        options,
      );
      const summary = summarise(measured);
      const sold = oversold.reduce((sum, units) => sum + Math.abs(units), 0);
      return [
        {
          name: 'orders',
          what: bench.what,
          unit: 'orders/s',
          ...summary,
          also: {
            ...summary.also,
            'oversold or unsold of the last units, all rounds': sold,
          },
          settings: { ...SERVER_SETTINGS, buyers, units: scaled(UNITS, options), ordersEach: ORDERS_EACH },
          targets: [
            { what: `${PER_SECOND} orders a second`, met: summary.ours >= PER_SECOND },
            { what: '0 oversold', met: sold === 0 },
          ],
        },
      ];
    } finally {
      await Promise.all([side[Symbol.asyncDispose](), loads[Symbol.asyncDispose]()]);
    }
  },
};

/** So many guests, from so many addresses that the limit on one address is kept. */
async function enter(loads: HttpLoads, count: number, firstSocket: number): Promise<string[]> {
  const { bodies, statuses } = await loads.send(
    Array.from({ length: count }, (_, index) => [post('/auth/guest', { name: `Buyer ${index}`, transport: 'bearer' })]),
    { firstSocket, keepBodies: true },
  );
  const tokens = bodies.map((body) => (JSON.parse(body) as { token?: string }).token ?? '');
  if (tokens.some((token) => token === '')) throw new Error(`not all guests were let in: ${JSON.stringify(statuses)}`);
  return tokens;
}

async function lastUnits(side: VitrineSide, loads: HttpLoads, tokens: string[], options: BenchOptions) {
  const units = scaled(UNITS, options);
  const product = await side.admin.createProduct('The last of them', units);
  const answers = await loads.send(
    tokens.map((token) => [order(side, product, token, 'last')]),
    { warmUp: true },
  );
  const placed = answers.statuses[CREATED] ?? 0;
  const refused = answers.statuses[CONFLICT] ?? 0;
  if (placed + refused !== tokens.length) throw new Error(`some were not answered as expected: ${JSON.stringify(answers.statuses)}`);
  const { stock } = await side.admin.request<Product>('GET', `/products/${product._id}`);
  if (stock !== units - placed) throw new Error(`${placed} of ${units} were ordered, and ${stock} are left`);
  return { oversold: placed - Math.min(units, tokens.length), answersPerSecond: tokens.length / seconds(answers) };
}

async function plenty(side: VitrineSide, loads: HttpLoads, tokens: string[], round: number) {
  const product = await side.admin.createProduct('Enough for all', PLENTY);
  const before = cpuSeconds(side.pid);
  const answers = await loads.send(
    tokens.map((token) => Array.from({ length: ORDERS_EACH }, (_, index) => order(side, product, token, `${round}.${index}`))),
    { warmUp: true },
  );
  const placed = answers.statuses[CREATED] ?? 0;
  if (placed !== tokens.length * ORDERS_EACH) throw new Error(`not all orders were placed: ${JSON.stringify(answers.statuses)}`);
  const cpu = ((cpuSeconds(side.pid) - before) / placed) * 1e6;
  return {
    perSecond: placed / seconds(answers),
    also: { 'p99 of an order, ms': answers.latency.quantile(0.99), 'CPU of an order, µs': cpu },
  };
}

const seconds = ({ startedAt, endedAt }: HttpReading): number => Number(endedAt - startedAt) / 1e9;
const post = (path: string, body: object, headers: Record<string, string> = {}): HttpRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

function order({ streamId }: VitrineSide, product: Product, token: string, key: string): HttpRequest {
  const variant = product.variants[0];
  const line = { productId: product._id, variantId: variant?.id, quantity: 1, unitPrice: variant?.price };
  const contact = { name: 'A buyer', email: 'buyer@example.com', address: '1 Lamp Street, Lumen' };
  return post('/orders', { streamId, contact, lines: [line] }, { authorization: `Bearer ${token}`, 'idempotency-key': key });
}
