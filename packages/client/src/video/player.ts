import type { PlaybackChoice } from '@vitrine/protocol';
import { Store } from '../observable.ts';
import { ApiError } from '../rest/api-error.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { isFinal, toVideoError, waitBefore } from './attempts.ts';
import { NobodyPublishes, type PlaybackLink } from './link.ts';
import { openPlayback } from './open-playback.ts';
import type { AskCredentials, PlaybackStats, PlayerState, VideoParts, VideoPlayer } from './types.ts';

/** Without a new frame for so long the connection is taken for lost, in ms. */
const STALL_AFTER = 3_000;
const LOOK_EVERY = 1_000;
/** A connection that has shown nothing is given this long, in ms. */
const FIRST_FRAME_WITHIN = 10_000;

/** A player for the provider that the credentials name. */
export const createPlayer = (askCredentials: AskCredentials, parts: VideoParts = {}): VideoPlayer => new Player(askCredentials, parts);

/** Plays a seat; comes back by itself when the picture is lost or nobody publishes yet. */
class Player extends Store<PlayerState> implements VideoPlayer {
  readonly #askCredentials: AskCredentials;
  readonly #parts: VideoParts;
  readonly #timers: Timers;
  #link: PlaybackLink | null = null;
  #attempt = 0;
  #choice: Required<PlaybackChoice> = { quality: 'auto', paused: false };
  /** Each run has its own number: what an older one still does is of no interest. */
  #run = 0;
  #cancelTimer: () => void = () => {};

  constructor(askCredentials: AskCredentials, parts: VideoParts) {
    super({ status: 'idle' });
    this.#askCredentials = askCredentials;
    this.#parts = parts;
    this.#timers = parts.timers ?? systemTimers;
  }

  start(): void {
    const { status } = this.getSnapshot();
    if (status !== 'idle' && status !== 'failed') return;
    this.#attempt = 0;
    this.set({ status: 'connecting' });
    void this.#connect();
  }
  stop(): void {
    this.#close();
    this.set({ status: 'idle' });
  }
  choose(choice: PlaybackChoice): void {
    this.#choice = { ...this.#choice, ...choice };
    // A connection that can't be told is lost, and is told when it is made anew.
    void this.#link?.choose(choice).catch(() => undefined);
  }
  async stats(): Promise<PlaybackStats | null> {
    return (await this.#link?.stats()) ?? null;
  }

  async #connect(): Promise<void> {
    const run = ++this.#run;
    try {
      const credentials = await this.#askCredentials();
      if (run !== this.#run) return;
      const link = await openPlayback(credentials, {
        ...this.#parts,
        timers: this.#timers,
        renew: (uid) => this.#askCredentials({ uid }),
        onLost: (error) => {
          if (run === this.#run) this.#retry(error);
        },
      });
      if (run !== this.#run) {
        await link.close();
        return;
      }
      this.#link = link;
      const { quality, paused } = this.#choice;
      if (quality !== 'auto' || paused) void link.choose(this.#choice).catch(() => undefined);
      this.#watch(run, link);
    } catch (error) {
      if (run === this.#run) this.#retry(error);
    }
  }

  /** Looks once a second whether new frames have come: a picture that stands still is a lost one. */
  #watch(run: number, link: PlaybackLink): void {
    let progress = 0;
    let lastNew = this.#timers.now();
    const look = async (): Promise<void> => {
      const seen = await link.progress();
      if (run !== this.#run) return;
      const now = this.#timers.now();
      if (this.#choice.paused) lastNew = now;
      if (seen > progress) {
        progress = seen;
        lastNew = now;
        this.#attempt = 0;
        if (this.getSnapshot().status !== 'playing') this.set({ status: 'playing', stream: link.stream });
      }
      const patience = progress === 0 ? FIRST_FRAME_WITHIN : STALL_AFTER;
      if (now - lastNew > patience) this.#retry(new Error('no picture came'));
      else this.#cancelTimer = this.#timers.after(progress === 0 ? LOOK_EVERY / 10 : LOOK_EVERY, () => void look());
    };
    void look();
  }

  #retry(error: unknown): void {
    const wasPlaying = this.getSnapshot().status === 'playing' || this.getSnapshot().status === 'reconnecting';
    this.#close();
    if (isFinal(error)) {
      this.set({ status: 'failed', error: toVideoError(error) });
      return;
    }
    this.#attempt += 1;
    const nobodyYet = error instanceof NobodyPublishes || (error instanceof ApiError && error.code === 'video_unavailable');
    this.set(
      nobodyYet ? { status: 'waiting' } : wasPlaying ? { status: 'reconnecting', attempt: this.#attempt } : { status: 'connecting' },
    );
    this.#cancelTimer = this.#timers.after(waitBefore(this.#attempt, error, this.#timers), () => void this.#connect());
  }

  #close(): void {
    this.#run += 1;
    this.#cancelTimer();
    void this.#link?.close();
    this.#link = null;
  }
}
