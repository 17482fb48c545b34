import { setTimeout as wait } from 'node:timers/promises';
import { LoadProcess } from '../load/load-process.ts';
import { FULL_CORE } from '../load/loads.ts';
import { Histogram } from '../measure/histogram.ts';
import { cpuSeconds } from '../measure/process-tree.ts';
import { VoidRound } from '../measure/rounds.ts';
import type { Joined, VideoLoadCommands } from './commands.ts';
import type { VideoSide } from './video-side.ts';

const MAIN = new URL('./main.ts', import.meta.url);
/** What the publisher sends, beside its sound. */
export const BITRATE = 1_500_000;
/** Viewers whose pictures' delay is watched; they have a process of their own, so that its other work delays nothing. */
const PROBES = 2;
const AT_ONCE = 6;
/** A viewer that got less than this share of what was published was not served. */
export const WHOLE = 0.97;

export type VideoLoadProcess = LoadProcess<VideoLoadCommands>;
export const videoLoadProcess = (): VideoLoadProcess => new LoadProcess<VideoLoadCommands>(MAIN);

/** What a stretch of time took and gave. */
export interface Stretch {
  /** Share of one core that the side used. */
  core: number;
  viewers: number;
  /** The share of the published packets that the worst served viewer got. */
  share: number;
  /** bit/s of pictures that a viewer got, on average. */
  bitrate: number;
  gaps: number;
  delay: Histogram;
  /** The busiest load process's share of a core. */
  loadCore: number;
}

/** A publisher and the viewers of one side, each group in processes of its own. */
export class VideoLoads implements AsyncDisposable {
  readonly publisher = videoLoadProcess();
  readonly #probes = videoLoadProcess();
  readonly #crowds: VideoLoadProcess[];
  readonly #side: VideoSide;
  #viewers = 0;

  constructor(side: VideoSide, crowds: number) {
    this.#side = side;
    this.#crowds = Array.from({ length: crowds }, videoLoadProcess);
  }
  publish(): Promise<undefined> {
    return this.publisher.call('publish', { door: this.#side.hostDoor, bitrate: BITRATE });
  }
  get viewers(): number {
    return this.#viewers;
  }

  /** Brings the viewers up to this number. */
  async grow(viewers: number): Promise<Joined> {
    const door = this.#side.viewerDoor;
    const probes = this.#viewers === 0 ? Math.min(PROBES, viewers) : 0;
    const more = viewers - this.#viewers - probes;
    const each = this.#crowds.map((_, index) => Math.floor((more + index) / this.#crowds.length));
    const outcomes = await Promise.all([
      this.#probes.call('join', { door, count: probes, atOnce: 1, withDelay: true }),
      ...this.#crowds.map((crowd, index) =>
        crowd.call('join', { door, count: each[index] ?? 0, atOnce: AT_ONCE / this.#crowds.length, withDelay: false }),
      ),
    ]);
    const sum = (field: keyof Joined): number => outcomes.reduce((total, one) => total + one[field], 0);
    this.#viewers += sum('joined');
    return { joined: sum('joined'), refused: sum('refused'), again: sum('again') };
  }

  /** How long single viewers that join beside all others wait for their first picture, in ms. */
  firstPictures(count: number): Promise<number[]> {
    return this.#probes.call('firstPictures', { door: this.#side.viewerDoor, count });
  }

  /** Watches for so long what it takes to serve those who are there. */
  async measure(ms: number): Promise<Stretch> {
    const receiving = [this.#probes, ...this.#crowds];
    const all = [this.publisher, ...receiving];
    await Promise.all(all.map((load) => load.call('mark')));
    const published = (await this.publisher.call('published')).packets;
    const cpu = cpuSeconds(this.#side.pid);
    const startedAt = performance.now();
    await wait(ms);
    const core = (cpuSeconds(this.#side.pid) - cpu) / ((performance.now() - startedAt) / 1000);
    const sent = (await this.publisher.call('published')).packets - published;
    const readings = await Promise.all(receiving.map((load) => load.call('read')));
    const seconds = (performance.now() - startedAt) / 1000;
    const delay = new Histogram();
    for (const reading of readings) delay.addPairs(reading.delay);
    const served = readings.filter(({ viewers }) => viewers > 0);
    return {
      core,
      viewers: this.#viewers,
      share: Math.min(...served.map(({ fewestPackets }) => fewestPackets)) / sent,
      bitrate: (served.reduce((sum, { bytes }) => sum + bytes, 0) * 8) / seconds / this.#viewers,
      gaps: served.reduce((sum, { gaps }) => sum + gaps, 0),
      delay,
      loadCore: Math.max(...readings.map((reading) => reading.core), (await this.publisher.call('read')).core),
    };
  }

  async leave(): Promise<void> {
    this.#viewers = 0;
    await Promise.all([this.#probes, ...this.#crowds].map((load) => load.call('leave')));
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.publisher, this.#probes, ...this.#crowds].map((load) => load[Symbol.asyncDispose]()));
  }
}

/** @throws VoidRound when viewers did not get all of the stream, or the load was what was slow. */
export function assertServed({ share, loadCore }: Stretch): void {
  if (loadCore > FULL_CORE) throw new VoidRound(`a load process used ${Math.round(loadCore * 100)} % of a core`);
  if (share < WHOLE) throw new VoidRound(`a viewer got ${Math.round(share * 100)} % of the stream`);
}
