import { type BenchOptions, type Result, scaled } from '../bench.ts';
import { residentBytes } from '../measure/process-tree.ts';
import { SERVER_SETTINGS } from '../sides/vitrine.ts';
import { BITRATE, videoLoadProcess } from './video-loads.ts';
import type { VitrineVideo } from './vitrine-video.ts';

const BATCHES = 20;
const EACH = 25;
const AT_ONCE = 8;
/** Memory is looked at from here on: before, it grows to its working size, with the killed viewers that are not missed yet. */
const WARM_UP = 10;
const MEGABYTE = 2 ** 20;
const MOST_MEGABYTES = 16;

/**
 * Memory of the media process over hundreds of viewers that come and go, every other batch without a goodbye (their process is killed), with
 * another publisher after each batch.
 */
export async function joinsAndLeaves(side: VitrineVideo, options: BenchOptions): Promise<Result> {
  const publisher = videoLoadProcess();
  const each = scaled(EACH, options);
  const sizes: number[] = [];
  const outcome = { joined: 0, refused: 0, again: 0 };
  try {
    await publisher.call('publish', { door: side.hostDoor, bitrate: BITRATE });
    for (let batch = 1; batch <= BATCHES; batch++) {
      const crowd = videoLoadProcess();
      const { joined, refused, again } = await crowd.call('join', {
        door: side.viewerDoor,
        count: each,
        atOnce: AT_ONCE,
        withDelay: false,
      });
      outcome.joined += joined;
      outcome.refused += refused;
      outcome.again += again;
      if (batch % 2 === 0) await crowd.call('leave');
      await crowd[Symbol.asyncDispose]();
      await publisher.call('replacePublisher');
      sizes.push(residentBytes(side.mediaPid) / MEGABYTE);
      if (batch % 5 === 0) options.say(`${batch * each} joins: the media process has ${Math.round(sizes.at(-1) ?? 0)} MB`);
    }
    const growth = (sizes.at(-1) ?? Number.NaN) - (sizes[WARM_UP - 1] ?? Number.NaN);
    return {
      name: 'video',
      what: `memory of the media process over ${BATCHES * each} joins and leaves, half of them abrupt, and ${BATCHES} publishers`,
      unit: `MB more than after the first ${WARM_UP * each}`,
      ...{ rounds: [{ vitrine: growth }], ours: growth, peers: {}, ratio: {}, voided: 0 },
      also: {
        'at the end, MB': sizes.at(-1) ?? Number.NaN,
        joined: outcome.joined,
        'turned away': outcome.refused,
        'tried again': outcome.again,
      },
      settings: { ...SERVER_SETTINGS },
      targets: [{ what: `under ${MOST_MEGABYTES} MB`, met: growth < MOST_MEGABYTES }],
    };
  } finally {
    await publisher[Symbol.asyncDispose]();
  }
}
