import { setTimeout as wait } from 'node:timers/promises';
import { type BenchOptions, type Result, scaled } from '../bench.ts';
import { Loads } from '../load/loads.ts';
import { alternate, type Figure, OURS, summarise } from '../measure/rounds.ts';
import { SERVER_SETTINGS } from '../sides/vitrine.ts';
import { assertServed, VideoLoads } from './video-loads.ts';
import type { VitrineVideo } from './vitrine-video.ts';

const CHATTERS = 500;
/** Messages a second. */
const RATE = 50;
const SENDERS = 10;
const WATCHERS = 100;
const ROUNDS = 2;
const SETTLE_MS = 1_500;
const MEASURED_MS = 5_000;
const MOST = 2;
const WITHOUT = 'without video';

/** How long a chat message takes to everyone while the same server has a hundred viewers of video, and while it has none. */
export async function chatBesideVideo(side: VitrineVideo, options: BenchOptions): Promise<Result> {
  const chatters = scaled(CHATTERS, options);
  const watchers = scaled(WATCHERS, options);
  const chat = new Loads(1);
  const video = new VideoLoads(side, 2);
  const latency = async (): Promise<number> => {
    await chat.mark(true);
    await wait(MEASURED_MS);
    return (await chat.read()).latency.quantile(0.99);
  };
  const withVideo = async (): Promise<Figure> => {
    try {
      await video.grow(watchers);
      await wait(SETTLE_MS);
      const [figure, stretch] = await Promise.all([latency(), video.measure(MEASURED_MS)]);
      assertServed(stretch);
      return { figure, also: { 'got by the worst served viewer, %': stretch.share * 100 } };
    } finally {
      await video.leave();
    }
  };
  try {
    await video.publish();
    await chat.gather(side.shop, chatters, SENDERS);
    await chat.senders.call('startSending', { rate: RATE, burst: 1 });
    await wait(SETTLE_MS);
    const measured = await alternate({ [WITHOUT]: latency, [OURS]: withVideo }, ROUNDS, 'ms, chat beside video', options);
    await chat.senders.call('stopSending');
    const summary = summarise(measured);
    return {
      name: 'video',
      what: `a chat message sent until received, ${chatters} sockets, ${RATE} messages a second, with ${watchers} video viewers and without`,
      unit: 'ms, p99',
      ...summary,
      settings: { ...SERVER_SETTINGS },
      targets: [{ what: `under ${MOST} times what it is without`, met: (summary.ratio[WITHOUT] ?? Number.NaN) < MOST }],
    };
  } finally {
    await Promise.all([chat[Symbol.asyncDispose](), video[Symbol.asyncDispose]()]);
  }
}
