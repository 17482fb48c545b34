import { Histogram } from '../measure/histogram.ts';
import { VoidRound } from '../measure/rounds.ts';
import type { HttpRequest } from './commands.ts';
import { LoadProcess } from './load-process.ts';
import { FULL_CORE } from './loads.ts';

export interface HttpReading {
  statuses: Record<number, number>;
  latency: Histogram;
  startedAt: bigint;
  endedAt: bigint;
  /** In the order of the requests; empty unless they were kept. */
  bodies: string[];
}
interface HttpOptions {
  firstSocket?: number;
  /** Go round until this time is over. */
  milliseconds?: number;
  /** Connect before the clock starts. */
  warmUp?: boolean;
  keepBodies?: boolean;
  isShort?: boolean;
}

/** HTTP clients, spread over processes. */
export class HttpLoads implements AsyncDisposable {
  readonly #processes: LoadProcess[];
  readonly #port: number;

  constructor(processes: number, port: number) {
    this.#processes = Array.from({ length: processes }, () => new LoadProcess());
    this.#port = port;
  }

  /**
   * One connection for each list of requests, all at once.
   * @throws VoidRound when a load process has used up its core, unless it is too short a job to tell.
   */
  async send(requests: HttpRequest[][], { firstSocket = 0, isShort = false, ...options }: HttpOptions = {}): Promise<HttpReading> {
    const each = Math.ceil(requests.length / this.#processes.length);
    const outcomes = await Promise.all(
      this.#processes.map(async (load, index) => {
        const share = requests.slice(index * each, (index + 1) * each);
        await load.call('mark', { withLatency: false });
        const outcome = await load.call('http', {
          host: '127.0.0.1',
          port: this.#port,
          firstSocket: firstSocket + index * each,
          requests: share,
          ...options,
        });
        return { ...outcome, core: (await load.call('read')).core };
      }),
    );
    const busiest = Math.max(...outcomes.map(({ core }) => core));
    if (busiest > FULL_CORE && !isShort) throw new VoidRound(`a load process used ${Math.round(busiest * 100)} % of a core`);
    const latency = new Histogram();
    const statuses: Record<number, number> = {};
    for (const outcome of outcomes) {
      latency.addPairs(outcome.latency);
      for (const [status, count] of Object.entries(outcome.statuses)) statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count;
    }
    const first = (a: bigint, b: bigint): bigint => (a < b ? a : b);
    const last = (a: bigint, b: bigint): bigint => (a > b ? a : b);
    return {
      statuses,
      latency,
      startedAt: outcomes.map(({ startedAt }) => BigInt(startedAt)).reduce(first),
      endedAt: outcomes.map(({ endedAt }) => BigInt(endedAt)).reduce(last),
      bodies: outcomes.flatMap(({ bodies }) => bodies),
    };
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processes.map((load) => load[Symbol.asyncDispose]()));
  }
}
