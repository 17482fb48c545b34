import { Store, systemTimers, type Timers } from '@vitrine/client';
import type { VideoPublisher } from '@vitrine/client/video';

export type BroadcastState =
  | { status: 'off' }
  | { status: 'counting'; left: number }
  /** The picture is on its way to the server; nobody sees it yet. */
  | { status: 'connecting' }
  /** The picture is there; the show is being started. */
  | { status: 'starting' }
  | { status: 'on' }
  | { status: 'reconnecting' }
  /** Nothing is sent while the app is away; viewers are told. */
  | { status: 'paused' }
  | { status: 'failed'; at: 'picture' | 'start'; error: unknown };

export interface BroadcastParts {
  createPublisher: () => VideoPublisher;
  /** Whether the show is on air already: then the picture alone is missing. */
  isOnAir: () => boolean;
  startShow: () => Promise<unknown>;
  timers?: Timers;
}
const COUNT = 3;
const SECOND = 1_000;
/** How long the first connection may take, in ms, until it is said that it does not work. */
const CONNECT_WITHIN = 25_000;

/** Sends this phone's picture: it connects as a preview that only the shop sees, then the show starts. */
export class Broadcast extends Store<BroadcastState> {
  readonly #parts: BroadcastParts;
  readonly #timers: Timers;
  #publisher: VideoPublisher | null = null;
  /** Each attempt has its own number: what an older one still answers is not heard. */
  #run = 0;

  constructor(parts: BroadcastParts) {
    super({ status: 'off' });
    this.#parts = parts;
    this.#timers = parts.timers ?? systemTimers;
  }

  /** Counts down when the show is not on air yet, connects the picture, then starts the show. Never rejects. */
  async goLive(stream: MediaStream): Promise<void> {
    await this.#drop();
    const run = ++this.#run;
    for (let left = COUNT; left > 0 && !this.#parts.isOnAir(); left -= 1) {
      this.set({ status: 'counting', left });
      await new Promise<void>((resolve) => this.#timers.after(SECOND, resolve));
      if (run !== this.#run) return;
    }
    this.set({ status: 'connecting' });
    const publisher = this.#parts.createPublisher();
    this.#publisher = publisher;
    publisher.start(stream);
    try {
      await this.#connected(publisher);
    } catch (error) {
      if (run === this.#run) this.#fail('picture', error);
      return;
    }
    if (run !== this.#run) return;
    if (!this.#parts.isOnAir()) {
      this.set({ status: 'starting' });
      try {
        await this.#parts.startShow();
      } catch (error) {
        if (run === this.#run) this.#fail('start', error);
        return;
      }
      if (run !== this.#run) return;
    }
    this.set({ status: 'on' });
    // From here on losses heal by themselves.
    publisher.subscribe(() => this.#follow(publisher));
  }
  /** The app goes to the background: viewers see that the show is paused, and wait for as long as the server lets them. */
  async pause(): Promise<void> {
    const { status } = this.getSnapshot();
    // What has not begun is taken back: nobody begins a show with a phone in the pocket.
    if (status === 'counting' || status === 'connecting') await this.stop();
    if (status !== 'on' && status !== 'reconnecting' && status !== 'starting') return;
    await this.#drop();
    this.set({ status: 'paused' });
  }
  async resume(stream: MediaStream): Promise<void> {
    if (this.getSnapshot().status === 'paused') await this.goLive(stream);
  }
  /** Sends no more, and takes back what has not begun. The show itself is ended elsewhere. */
  async stop(): Promise<void> {
    this.set({ status: 'off' });
    await this.#drop();
  }
  replaceTrack(track: MediaStreamTrack): void {
    this.#publisher?.replaceTrack(track).catch(() => undefined);
  }

  #follow(publisher: VideoPublisher): void {
    if (publisher !== this.#publisher) return;
    const now = publisher.getSnapshot();
    if (now.status === 'live') this.set({ status: 'on' });
    else if (now.status === 'reconnecting' || now.status === 'connecting') this.set({ status: 'reconnecting' });
    else if (now.status === 'failed') this.#fail('picture', now.error);
  }
  /** Resolves once the picture has arrived at the server; rejects with what is in the way. */
  #connected(publisher: VideoPublisher): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const now = publisher.getSnapshot();
        if (now.status === 'live') done(resolve);
        else if (now.status === 'failed') done(() => reject(now.error));
      };
      const cancel = this.#timers.after(CONNECT_WITHIN, () => done(() => reject(new Error('the picture did not arrive in time'))));
      const quiet = publisher.subscribe(look);
      function done(settle: () => void): void {
        cancel();
        quiet();
        settle();
      }
      look();
    });
  }
  #fail(at: 'picture' | 'start', error: unknown): void {
    void this.#drop();
    this.set({ status: 'failed', at, error });
  }
  async #drop(): Promise<void> {
    this.#run += 1;
    const leaving = this.#publisher;
    this.#publisher = null;
    await leaving?.stop().catch(() => undefined);
  }
}
