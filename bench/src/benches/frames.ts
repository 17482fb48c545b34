import { setTimeout as wait } from 'node:timers/promises';
import { Viewer } from '@vitrine/test-env';
import { TimedPage } from '@vitrine/test-env/frames';
import { type Bench, type BenchOptions, type Result, scaled } from '../bench.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { quantile } from '../measure/statistics.ts';
import { VitrineSide } from '../sides/vitrine.ts';

/** As many as the page keeps: what arrives then puts the oldest out at the top. */
const LINES = 500;
/** Messages a second while it is measured, and while the page is filled. */
const RATE = 25;
const FILLING_RATE = 200;
const SOCKETS = 10;
const AT_REST_MS = 5_000;
const ROUNDS = 3;
const FRAMES_A_SECOND = 60;
/** One of fifty may be late without anybody seeing it. */
const LEAST = 58;
const SIZES = { desktop: { width: 1_440, height: 900 }, phone: { width: 390, height: 844 } };

export const bench: Bench = {
  what: `frames of the watch page while ${LINES} messages stand in its chat and ${LINES} more come, ${RATE} a second, in Chromium without a graphics card`,
  async run(options) {
    await using side = await VitrineSide.start();
    const room = await Room.join(side);
    try {
      const results: Result[] = [];
      for (const [name, size] of Object.entries(SIZES)) results.push(await measure(name, size, side, room, options));
      return results;
    } finally {
      room.leave();
    }
  },
};

async function measure(
  name: string,
  size: { width: number; height: number },
  side: VitrineSide,
  room: Room,
  options: BenchOptions,
): Promise<Result> {
  const messages = scaled(LINES, options);
  const measured = await alternate(
    {
      [OURS]: async () => {
        await using page = await TimedPage.open(`${side.server.url}/watch/${side.streamId}`, size);
        await page.reads(await room.say(1, FILLING_RATE));
        await page.reads(await room.say(messages, FILLING_RATE));
        const rest = await page.atRest(AT_REST_MS);
        const [, seen] = await Promise.all([room.say(messages, RATE, 'the last one'), page.untilRead('the last one')]);
        return {
          figure: frameRate(seen.frames),
          also: {
            'at rest, frames a second': frameRate(rest.frames),
            'frame p50, ms': quantile(seen.frames, 0.5),
            'frame p99, ms': quantile(seen.frames, 0.99),
            'longest frame, ms': Math.max(...seen.frames),
            'main thread of one message, ms': (1_000 * seen.busy) / messages,
            lines: await page.lines(),
          },
        };
      },
    },
    ROUNDS,
    'frames a second',
    options,
  );
  const { also, ...summary } = summarise(measured);
  return {
    ...{ name: `frames, ${name}`, what: bench.what, unit: 'frames a second' },
    ...summary,
    also: Object.fromEntries(Object.entries(also).map(([what, value]) => [what, Math.round(value * 10) / 10])),
    settings: { window: `${size.width} x ${size.height}`, messages, rate: `${RATE}/s` },
    targets: [{ what: `${LEAST} of ${FRAMES_A_SECOND} frames a second`, met: summary.ours >= LEAST }],
  };
}

const frameRate = (frames: number[]): number => (1_000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0);

/** The shop's people in the chat of a show: nobody slows them down. */
class Room {
  readonly #sockets: readonly Viewer[];
  readonly #streamId: string;
  #said = 0;

  private constructor(sockets: readonly Viewer[], streamId: string) {
    this.#sockets = sockets;
    this.#streamId = streamId;
  }
  static async join({ server, admin, streamId }: VitrineSide): Promise<Room> {
    const register = { streamId, ...(admin.token ? { token: admin.token } : {}) };
    return new Room(await Promise.all(Array.from({ length: SOCKETS }, () => Viewer.watch(server.socketUrl, register))), streamId);
  }
  /** Says so many things, so many a second. Gives what it said last. */
  async say(count: number, rate: number, last?: string): Promise<string> {
    const begun = performance.now();
    let message = '';
    for (let index = 0; index < count; index++) {
      this.#said += 1;
      message = index === count - 1 && last !== undefined ? last : `does the glaze of number ${this.#said} run inside too?`;
      const socket = this.#sockets[this.#said % this.#sockets.length];
      // They are one person: the shop knows its commands by their ids.
      const answer = socket?.command('chat_message', { streamId: this.#streamId, message }, `say-${this.#said}`);
      // The last one is waited for: what comes after it is said later.
      if (index === count - 1) await answer;
      else void answer?.catch(() => undefined);
      await wait(Math.max(0, begun + ((index + 1) * 1_000) / rate - performance.now()));
    }
    return message;
  }
  leave(): void {
    for (const socket of this.#sockets) socket.drop();
  }
}
