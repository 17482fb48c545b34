import { Store } from '../observable.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { isFinal, toVideoError, waitBefore } from './attempts.ts';
import type { PublishingLink } from './link.ts';
import { openPublishing } from './open-publishing.ts';
import type { AskCredentials, PublisherState, PublishingStats, VideoParts, VideoPublisher, VideoQuality } from './types.ts';

export interface PublisherOptions extends VideoParts {
  quality: VideoQuality;
  /** Taken where the browser has it; the other one is the fallback. */
  codec?: 'H264' | 'VP8';
  /** Several encodings of the picture at once, where the provider is ours; by default. */
  simulcast?: boolean;
}

/** A publisher for the provider that the credentials name. */
export const createPublisher = (askCredentials: AskCredentials, options: PublisherOptions): VideoPublisher =>
  new Publisher(askCredentials, options);

/** Publishes a stream; comes back by itself, with fresh credentials, when the connection is lost. */
class Publisher extends Store<PublisherState> implements VideoPublisher {
  readonly #askCredentials: AskCredentials;
  readonly #options: PublisherOptions;
  readonly #timers: Timers;
  #stream: MediaStream | null = null;
  #link: PublishingLink | null = null;
  #attempt = 0;
  /** Each run has its own number: what an older one still does is of no interest. */
  #run = 0;
  #cancelTimer: () => void = () => {};

  constructor(askCredentials: AskCredentials, options: PublisherOptions) {
    super({ status: 'idle' });
    this.#askCredentials = askCredentials;
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
  }

  start(stream: MediaStream): void {
    this.#stream = stream;
    const { status } = this.getSnapshot();
    if (status !== 'idle' && status !== 'failed') return;
    this.#attempt = 0;
    this.set({ status: 'connecting' });
    void this.#connect();
  }

  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    const stream = this.#stream;
    if (stream) {
      for (const old of stream.getTracks()) if (old.kind === track.kind && old !== track) stream.removeTrack(old);
      if (!stream.getTracks().includes(track)) stream.addTrack(track);
    }
    await this.#link?.replaceTrack(track);
  }

  async stop(): Promise<void> {
    const closing = this.#close();
    this.set({ status: 'idle' });
    await closing;
  }
  async stats(): Promise<PublishingStats | null> {
    return (await this.#link?.stats()) ?? null;
  }

  async #connect(): Promise<void> {
    const run = ++this.#run;
    const isCurrent = (): boolean => run === this.#run;
    try {
      const credentials = await this.#askCredentials();
      const stream = this.#stream;
      if (!isCurrent() || !stream) return;
      const link = await openPublishing(credentials, stream.getTracks(), {
        ...this.#options,
        timers: this.#timers,
        renew: (uid) => this.#askCredentials({ uid }),
        onLive: () => {
          if (!isCurrent()) return;
          this.#attempt = 0;
          this.set({ status: 'live' });
        },
        onLost: (error) => {
          if (isCurrent()) this.#retry(error);
        },
      });
      if (isCurrent()) this.#link = link;
      else await link.close();
    } catch (error) {
      if (isCurrent()) this.#retry(error);
    }
  }

  #retry(error: unknown): void {
    void this.#close();
    if (isFinal(error)) {
      this.set({ status: 'failed', error: toVideoError(error) });
      return;
    }
    this.#attempt += 1;
    this.set({ status: 'reconnecting', attempt: this.#attempt });
    this.#cancelTimer = this.#timers.after(waitBefore(this.#attempt, error, this.#timers), () => void this.#connect());
  }

  async #close(): Promise<void> {
    this.#run += 1;
    this.#cancelTimer();
    const link = this.#link;
    this.#link = null;
    await link?.close();
  }
}
