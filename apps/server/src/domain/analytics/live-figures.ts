import type { Analytics } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import { Listeners } from '../listeners.ts';
import type { Timelines } from '../services.ts';

/** What other nodes were told of (likes, clicks, who was there) is not heard here: looked for this often, in milliseconds. */
const LOOK_AGAIN = 15_000;

interface Followed {
  listeners: Listeners<[Analytics]>;
  hasChanged: boolean;
  isBusy: boolean;
  latest: Analytics | null;
  readAt: number;
  release: () => void;
}

/** The figures of shows while somebody looks at them: made once for each show on this node, whoever asks, and only when something has changed. */
export class LiveFigures {
  readonly #timelines: Pick<Timelines, 'follow'>;
  readonly #clock: Clock;
  readonly #isOnAir: (streamId: string) => boolean;
  readonly #read: (streamId: string) => Promise<Analytics>;
  readonly #shows = new Map<string, Followed>();

  constructor(parts: {
    timelines: Pick<Timelines, 'follow'>;
    clock: Clock;
    isOnAir: (streamId: string) => boolean;
    read: (streamId: string) => Promise<Analytics>;
  }) {
    this.#timelines = parts.timelines;
    this.#clock = parts.clock;
    this.#isOnAir = parts.isOnAir;
    this.#read = parts.read;
  }

  /** Hears the figures at the next `tell`, and then whenever they have changed. Gives the function that stops it. */
  async follow(streamId: string, listener: (analytics: Analytics) => void): Promise<() => void> {
    const show = this.#shows.get(streamId) ?? this.#open(streamId);
    const stop = show.listeners.add(listener);
    if (show.latest) listener(show.latest);
    let isFollowing = true;
    return () => {
      if (!isFollowing) return;
      isFollowing = false;
      stop();
      if (show.listeners.size > 0) return;
      show.release();
      this.#shows.delete(streamId);
    };
  }
  /** Something has happened in the show that its figures are made of. */
  changed(streamId: string): void {
    const show = this.#shows.get(streamId);
    if (show) show.hasChanged = true;
  }
  /** Tells of what has changed since the last call; to be called every two seconds, which is as often as anybody hears. */
  async tell(): Promise<void> {
    const told = await Promise.allSettled([...this.#shows].map(([streamId, show]) => this.#tell(streamId, show)));
    for (const each of told) if (each.status === 'rejected') throw each.reason;
  }

  async #tell(streamId: string, show: Followed): Promise<void> {
    const isOld = this.#isOnAir(streamId) && this.#clock.monotonic() - show.readAt >= LOOK_AGAIN;
    if (show.isBusy || !(show.hasChanged || isOld)) return;
    const hadChanged = show.hasChanged;
    show.isBusy = true;
    show.hasChanged = false;
    try {
      const analytics = await this.#read(streamId);
      const isNews = hadChanged || show.latest === null || essence(analytics) !== essence(show.latest);
      show.latest = analytics;
      show.readAt = this.#clock.monotonic();
      if (isNews) show.listeners.tell(analytics);
    } catch (error) {
      show.hasChanged = true;
      throw error;
    } finally {
      show.isBusy = false;
    }
  }
  #open(streamId: string): Followed {
    const followed = this.#timelines.follow(streamId, () => this.changed(streamId));
    // Who follows hears the figures without it too, only later.
    followed.catch(() => {});
    const show: Followed = {
      listeners: new Listeners(),
      hasChanged: true,
      isBusy: false,
      latest: null,
      readAt: this.#clock.monotonic(),
      release: () =>
        void followed.then(
          ({ release }) => release(),
          () => {},
        ),
    };
    this.#shows.set(streamId, show);
    return show;
  }
}

/** What passes by itself is no news: time. */
const essence = (analytics: Analytics): string =>
  JSON.stringify({ ...analytics, secondsOnAir: 0, chatRate: 0, pins: analytics.pins.map((pin) => ({ ...pin, seconds: 0 })) });
