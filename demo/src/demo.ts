import type { Livestream } from '@vitrine/protocol';
import type { ServerProcess } from '@vitrine/test-env';
import { releaseVideo } from '@vitrine/test-env/fake-host';
import { evening } from './calendar.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';
import type { DemoOptions } from './options.ts';
import { startServer } from './server.ts';
import { type OpenShop, openShop, planShow, reopenShop } from './shop/open-shop.ts';
import { LIVE, PAST, type PastPlan, UPCOMING } from './shop/shows.ts';
import { runPastShow } from './show/past-show.ts';
import { RunningShow } from './show/running-show.ts';

/** Past shows are short, so their crowd does in their time what others do in an evening: so many things each. */
const PAST_VIEWERS = 80;
const PAST_DEEDS = 2.5;
const PAST_RATE_LIMIT = 30;
const ARRIVE_WITHIN = 8_000;
/** How long a piece is on the screen of the live show, in ms. */
const TURN = 40_000;

export interface DemoParts {
  options: DemoOptions;
  workingDirectory: string;
  /** Tells the person at the terminal what is being done. */
  say(line: string): void;
  signal: AbortSignal;
}

/** Maison Lumen with its live show: everything that was begun is ended by disposing of it. */
export class Demo {
  readonly server: ServerProcess;
  readonly show: Livestream;
  readonly #end: () => Promise<void>;

  private constructor(server: ServerProcess, show: Livestream, end: () => Promise<void>) {
    this.server = server;
    this.show = show;
    this.#end = end;
  }

  /** Resolves once the live show is on air. Leaves nothing behind when it rejects, as it does when `signal` is aborted. */
  static async start(parts: DemoParts): Promise<Demo> {
    const { options, signal } = parts;
    const onError = (error: unknown): void => parts.say(`Something went wrong in the crowd: ${String(error)}`);
    const folder = await takeDataFolder(options.dataDir, parts.workingDirectory);
    const begun: (() => Promise<void>)[] = [async () => releaseVideo(), () => folder.release()];
    const end = async (): Promise<void> => {
      for (const stop of begun.splice(0).reverse()) await stop();
    };
    try {
      const known = options.past > 0 ? await runPast(parts, folder, onError) : null;
      signal.throwIfAborted();
      const server = await startServer({ dataDir: folder.path, port: options.port, lan: options.lan });
      begun.push(() => ended(server));
      const shop = await shopOn(server, known);
      for (const plan of UPCOMING) await planShow(shop, plan, Date.now());
      const show = await planShow(shop, LIVE, Date.now());
      signal.throwIfAborted();
      const running = await RunningShow.start({
        ...{ url: server.url, shop, plan: LIVE, show, clip: 'studio', onError },
        ...{ viewers: options.viewers, rate: options.rate, from: 0, arriveWithin: ARRIVE_WITHIN, keepsRestAtHand: true, turn: TURN },
      });
      begun.push(() => running.leave());
      return new Demo(server, show, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }
}

/** What a server that starts again over the same folder does not tell: the ids of the pieces. */
type Known = OpenShop['pieces'];

async function runPast({ options, say, signal }: DemoParts, folder: DataFolder, onError: (error: unknown) => void): Promise<Known> {
  let known: Known | null = null;
  for (const [index, plan] of PAST.entries()) {
    signal.throwIfAborted();
    say(`“${plan.title}” takes place (${options.past} s)…`);
    known = await runOne(plan, known, { folder, options, signal, onError, from: 100 * (index + 1) });
  }
  if (known === null) throw new Error('there are no past shows');
  return known;
}

async function runOne(
  plan: PastPlan,
  known: Known | null,
  parts: { folder: DataFolder; options: DemoOptions; signal: AbortSignal; from: number; onError(error: unknown): void },
): Promise<Known> {
  const { folder, options, signal, from, onError } = parts;
  const behind = Date.now() - evening(Date.now(), plan.day);
  const server = await startServer({ dataDir: folder.path, behind });
  try {
    const shop = await shopOn(server, known);
    const viewers = Math.min(PAST_VIEWERS, options.viewers);
    await runPastShow({
      ...{ url: server.url, shop, plan, seconds: options.past, signal, onError },
      ...{ viewers, rate: Math.min(PAST_RATE_LIMIT, (PAST_DEEDS * 60) / options.past), from, now: Date.now() - behind },
    });
    return shop.pieces;
  } finally {
    await ended(server);
  }
}

const shopOn = (server: ServerProcess, known: Known | null): Promise<OpenShop> =>
  known === null ? openShop(server.url, server.setupToken ?? '') : reopenShop(server.url, known);

async function ended(server: ServerProcess): Promise<void> {
  await server.end();
}
