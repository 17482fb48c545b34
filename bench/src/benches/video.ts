import type { Bench, Result } from '../bench.ts';
import { besideJanus } from '../video/beside-janus.ts';
import { capacity } from '../video/capacity.ts';
import { chatBesideVideo } from '../video/chat-beside-video.ts';
import { JanusVideo } from '../video/janus.ts';
import { joinsAndLeaves } from '../video/joins-and-leaves.ts';
import { VitrineVideo } from '../video/vitrine-video.ts';

export const bench: Bench = {
  what: 'CPU of a video viewer and its first picture, 1.5 Mbit/s, 25, 50 and 100 viewers, against Janus; capacity; memory; chat beside it',
  async run(options) {
    const results: Result[] = [];
    {
      await using ours = await VitrineVideo.start();
      await using janus = await JanusVideo.start(options.say);
      results.push(...(await besideJanus(janus ? [ours, janus] : [ours], options)));
    }
    // Each begins with a server that has had no other load.
    for (const part of [capacity, joinsAndLeaves, chatBesideVideo]) {
      await using ours = await VitrineVideo.start();
      results.push(await part(ours, options));
    }
    return results;
  },
};
