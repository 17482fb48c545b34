import type { ReplayPart } from '@vitrine/protocol';
import { Store } from '../observable.ts';
import type { ReplayFeed } from './replay-feed.ts';

/** How fast a replay is played, in the order of the button. */
const SPEEDS: readonly number[] = [1, 1.25, 1.5, 2];

export interface ReplayPlayerSnapshot {
  state: 'loading' | 'playing' | 'paused' | 'ended' | 'failed';
  /** Nothing has been shown yet. */
  isFresh: boolean;
  /** The picture is being waited for. */
  isWaiting: boolean;
  /** Seconds from the beginning of the replay. */
  position: number;
  isMuted: boolean;
  speed: number;
}
/** What plays one file: a browser's video element, a phone's own player. Places are seconds in that file. */
export interface ReplayMedia {
  /** Opens a file; `loaded` is told when it can be played from there. */
  open(url: string, at: number): void;
  /** Rejects with a `NotAllowedError` where sound needs a press first. */
  play(): Promise<void>;
  pause(): void;
  seek(at: number): void;
  setMuted(isMuted: boolean): void;
  setSpeed(speed: number): void;
}
/** What a medium tells. */
export interface ReplayMediaEvents {
  loaded(): void;
  playing(): void;
  /** It has run out of what was fetched. */
  waiting(): void;
  /** There is something to show again. */
  ready(): void;
  paused(): void;
  at(seconds: number): void;
  ended(): void;
  failed(): void;
}

/** Plays the parts of a recording as if they were one, without a framework, and keeps the replay's feed in step. */
export class ReplayPlayer extends Store<ReplayPlayerSnapshot> {
  readonly #parts: readonly ReplayPart[];
  readonly #feed: Pick<ReplayFeed, 'moveTo' | 'seek'>;
  #media: ReplayMedia | null = null;
  #index = 0;
  /** Whether it is to play as soon as it can. */
  #isWanted = true;
  #isOpening = false;

  constructor(parts: readonly ReplayPart[], feed: Pick<ReplayFeed, 'moveTo' | 'seek'>) {
    super({ state: 'loading', isFresh: true, isWaiting: true, position: 0, isMuted: false, speed: 1 });
    this.#parts = parts;
    this.#feed = feed;
  }

  /** Plays in this medium from where it stands; gives the function that lets it go. */
  attach(media: ReplayMedia): () => void {
    this.#media = media;
    const { isMuted, position } = this.getSnapshot();
    media.setMuted(isMuted);
    this.#open(position - this.#begin);
    return () => {
      if (this.#media !== media) return;
      this.#media = null;
      this.patch({ state: 'loading', isWaiting: true });
    };
  }
  toggle(): void {
    const { state } = this.getSnapshot();
    if (state === 'ended') this.seek(0);
    else if (state === 'playing') this.#pause();
    else this.#play();
  }
  /** Whoever watches is gone for a while: it goes on from here when they come back, unless they had paused it. */
  leave(): void {
    this.#media?.pause();
  }
  comeBack(): void {
    if (this.#isWanted && this.getSnapshot().state === 'paused') this.#play();
  }
  seek(wished: number): void {
    const last = this.#parts.at(-1);
    if (!last) return;
    const { state } = this.getSnapshot();
    const target = Math.min(Math.max(0, wished), last.position + last.duration);
    const found = Math.max(
      0,
      this.#parts.findLastIndex(({ position }) => position <= target),
    );
    this.patch({ position: target, ...(state === 'failed' ? { state: 'loading' } : {}) });
    this.#feed.seek(target);
    if (found !== this.#index || state === 'failed') {
      this.#index = found;
      this.#open(target - this.#begin);
    } else this.#media?.seek(target - this.#begin);
    if (state === 'ended') this.#play();
  }
  /** Where the file did not come through. */
  retry(): void {
    if (this.getSnapshot().state !== 'failed') return;
    this.patch({ state: 'loading' });
    this.#open(this.getSnapshot().position - this.#begin);
  }
  nextSpeed(): void {
    const speed = SPEEDS[(SPEEDS.indexOf(this.getSnapshot().speed) + 1) % SPEEDS.length] ?? 1;
    this.patch({ speed });
    this.#media?.setSpeed(speed);
  }
  setMuted(isMuted: boolean): void {
    this.patch({ isMuted });
    this.#media?.setMuted(isMuted);
  }

  /** For the medium that plays. */
  readonly events: ReplayMediaEvents = {
    loaded: () => {
      this.#isOpening = false;
      // A new file begins at its own speed.
      this.#media?.setSpeed(this.getSnapshot().speed);
      if (this.#isWanted) void this.#start();
    },
    playing: () => this.patch({ state: 'playing', isFresh: false, isWaiting: false }),
    waiting: () => this.patch({ isWaiting: true }),
    ready: () => this.patch({ isWaiting: false }),
    paused: () => {
      if (this.getSnapshot().state === 'playing' && !this.#isOpening) this.patch({ state: 'paused' });
    },
    at: (seconds) => {
      if (this.#isOpening) return;
      const position = this.#begin + seconds;
      this.patch({ position });
      this.#feed.moveTo(position);
    },
    ended: () => {
      if (this.#index === this.#parts.length - 1) {
        this.patch({ state: 'ended', isWaiting: false });
        return;
      }
      this.#index += 1;
      this.#open(0);
    },
    failed: () => this.patch({ state: 'failed', isWaiting: false }),
  };

  /** Where the file that is open begins in the replay. */
  get #begin(): number {
    return this.#parts[this.#index]?.position ?? 0;
  }
  #open(at: number): void {
    const part = this.#parts[this.#index];
    if (!this.#media || !part) return;
    this.#isOpening = true;
    this.patch({ isWaiting: true });
    this.#media.open(part.url, Math.max(0, at));
  }
  #play(): void {
    this.#isWanted = true;
    void this.#start();
  }
  #pause(): void {
    this.#isWanted = false;
    this.#media?.pause();
  }
  async #start(): Promise<void> {
    const media = this.#media;
    try {
      await media?.play();
    } catch (refusal) {
      if (!media || media !== this.#media || !isRefusal(refusal)) return;
      if (!this.getSnapshot().isMuted) {
        this.setMuted(true);
        await this.#start();
      }
      // Not even silently: whoever came presses play.
      else this.patch({ state: 'paused', isWaiting: false });
    }
  }
}
const isRefusal = (problem: unknown): boolean => problem instanceof Error && problem.name === 'NotAllowedError';
