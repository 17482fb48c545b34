import type { PublishingStats, VideoPublisher } from '@vitrine/client/video';
import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { sayProblem } from '../server/problem.ts';

export type BroadcastState =
  | { status: 'off' }
  | { status: 'counting'; left: number }
  /** The picture is on its way to the server; nobody sees it yet. */
  | { status: 'connecting' }
  /** The picture is there; the show is being started. */
  | { status: 'starting' }
  | { status: 'on' }
  | { status: 'reconnecting' }
  | { status: 'failed'; at: 'picture' | 'start'; message: string };

export interface BroadcastParts {
  createPublisher: () => VideoPublisher;
  stream: () => MediaStream | undefined;
  /** Whether the show is on air already: then the picture alone is missing. Watched: another of the staff may start it. */
  isOnAir: () => boolean;
  startShow: () => Promise<unknown>;
  /** Milliseconds of one step of the countdown. */
  second?: number;
}
export interface Broadcast {
  state: Readonly<Ref<BroadcastState>>;
  stats: Readonly<Ref<PublishingStats | null>>;
  /** Counts down when the show is not on air yet, connects the picture, then starts the show. */
  goLive: () => Promise<void>;
  /** Takes it back before the show has started. */
  cancel: () => void;
  /** Stops sending. The show itself is ended elsewhere. */
  stop: () => Promise<void>;
  replaceTrack: (track: MediaStreamTrack) => void;
}

const COUNT = 3;
/** How long the first connection may take, in milliseconds, until it is said that it does not work. */
const CONNECT_WITHIN = 25_000;
const STATS_EVERY = 2_000;

/** Sends this machine's picture: first it connects as a preview that only the shop sees, then the show starts. */
export function useBroadcast(parts: BroadcastParts): Broadcast {
  const state = ref<BroadcastState>({ status: 'off' });
  const stats = shallowRef<PublishingStats | null>(null);
  let publisher: VideoPublisher | undefined;
  /** Rises with each attempt, so that what an older one still answers is not heard. */
  let run = 0;
  let statsTimer: ReturnType<typeof setInterval> | undefined;

  const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

  async function drop(): Promise<void> {
    run += 1;
    clearInterval(statsTimer);
    stats.value = null;
    const leaving = publisher;
    publisher = undefined;
    await leaving?.stop().catch(() => undefined);
  }
  function fail(at: 'picture' | 'start', message: string): void {
    void drop();
    state.value = { status: 'failed', at, message };
  }

  /** Resolves once the picture has arrived at the server; rejects with what is in the way. */
  function connected(publishing: VideoPublisher): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const now = publishing.getSnapshot();
        if (now.status === 'live') done(resolve);
        if (now.status === 'failed') done(() => reject(new Error(now.error.message)));
      };
      const timer = setTimeout(() => done(() => reject(new Error(''))), CONNECT_WITHIN);
      const quiet = publishing.subscribe(look);
      function done(settle: () => void): void {
        clearTimeout(timer);
        quiet();
        settle();
      }
      look();
    });
  }
  /** After the first connection losses heal by themselves. */
  function follow(publishing: VideoPublisher): void {
    publishing.subscribe(() => {
      if (publishing !== publisher) return;
      const now = publishing.getSnapshot();
      if (now.status === 'live') state.value = { status: 'on' };
      if (now.status === 'reconnecting' || now.status === 'connecting') state.value = { status: 'reconnecting' };
      if (now.status === 'failed') fail('picture', now.error.message);
    });
    statsTimer = setInterval(() => {
      publishing.stats().then(
        (read) => {
          if (publishing === publisher) stats.value = read;
        },
        () => undefined,
      );
    }, STATS_EVERY);
  }

  async function goLive(): Promise<void> {
    const stream = parts.stream();
    if (!stream) return;
    await drop();
    run += 1;
    const own = run;
    if (!parts.isOnAir()) {
      for (let left = COUNT; left > 0; left -= 1) {
        state.value = { status: 'counting', left };
        await pause(parts.second ?? 1_000);
        if (own !== run) return;
      }
    }
    state.value = { status: 'connecting' };
    const publishing = parts.createPublisher();
    publisher = publishing;
    publishing.start(stream);
    try {
      await connected(publishing);
    } catch (problem) {
      if (own === run) fail('picture', problem instanceof Error ? problem.message : '');
      return;
    }
    if (own !== run) return;
    if (!parts.isOnAir()) {
      state.value = { status: 'starting' };
      try {
        await parts.startShow();
      } catch (problem) {
        if (own === run) fail('start', sayProblem(problem));
        return;
      }
      if (own !== run) return;
    }
    state.value = { status: 'on' };
    follow(publishing);
  }

  async function stop(): Promise<void> {
    state.value = { status: 'off' };
    await drop();
  }
  // Another of the staff was first, while this one counted or connected: their picture stays, and this window looks on.
  watch(parts.isOnAir, (isOnAir) => {
    if (isOnAir && (state.value.status === 'counting' || state.value.status === 'connecting')) void stop();
  });
  onScopeDispose(() => void drop());
  return {
    state,
    stats,
    goLive,
    cancel: () => void stop(),
    stop,
    replaceTrack(track) {
      publisher?.replaceTrack(track).catch(() => undefined);
    },
  };
}
