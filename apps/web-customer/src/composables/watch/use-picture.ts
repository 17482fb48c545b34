import type { PlaybackStats, PlayerState, VideoPlayer } from '@vitrine/client/video';
import type { PlaybackQuality } from '@vitrine/protocol';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { text } from '../../text/index.ts';
import { painted } from '../page/painted.ts';
import { api } from '../server/api.ts';

/** After so long a wait the page says that it takes longer, in milliseconds. */
const PATIENCE = 8_000;
/** How often its figures are read while somebody looks at them, and how often the shop is told how it looks. */
const STATS_EVERY = 1_000;
const REPORT_EVERY = 15_000;

/** What the shop is told of the picture: of so many ms, how long and how often it stood still. */
export interface PictureReport {
  period: number;
  frozen: number;
  freezes: number;
  height: number;
  framesPerSecond: number;
}

/** The live picture of a show as the stage needs it. */
export interface Picture {
  stream: Readonly<Ref<MediaStream | null>>;
  /** No picture yet. */
  waiting: ComputedRef<boolean>;
  /** There was one; it is being fetched again, and the last frame stays. */
  lost: ComputedRef<boolean>;
  /** The first one is on its way, and nothing is known to be wrong. */
  opening: ComputedRef<boolean>;
  /** What is awaited, for the middle of the stage. */
  message: ComputedRef<{ title: string; note: string; busy: boolean }>;
  /** It is not tried again by itself. */
  failed: ComputedRef<boolean>;
  /** The browser wants a press before it plays. */
  blocked: Readonly<Ref<boolean>>;
  playing: () => void;
  block: () => void;
  unblock: () => void;
  retry: () => void;
  quality: Ref<PlaybackQuality>;
  /** Nothing is sent while it is true. */
  paused: Ref<boolean>;
  /** Whether its figures are wanted. */
  measured: Ref<boolean>;
  stats: Readonly<Ref<PlaybackStats | null>>;
}

/** Plays a show while it is live. The player is loaded apart, with the first live show, and comes back by itself when the picture is lost. */
export function usePicture(streamId: string, live: Readonly<Ref<boolean>>, report: (seen: PictureReport) => void): Picture {
  const supported = typeof RTCPeerConnection !== 'undefined';
  const state = shallowRef<PlayerState>({ status: 'idle' });
  const stream = shallowRef<MediaStream | null>(null);
  const shown = ref(false);
  const blocked = ref(false);
  const slow = ref(false);
  /** There was a picture before: then it is not about to appear, it is coming back. */
  const hadPicture = ref(false);
  let player: VideoPlayer | undefined;
  /** The page was left, perhaps while the player was on its way. */
  let gone = false;
  let patience: ReturnType<typeof setTimeout> | undefined;

  function take(now: PlayerState): void {
    state.value = now;
    if (now.status === 'playing') stream.value = now.stream;
    if (now.status === 'idle' || now.status === 'failed' || now.status === 'waiting') {
      stream.value = null;
      shown.value = false;
      blocked.value = false;
    }
  }
  async function start(): Promise<void> {
    if (!supported) return;
    clearTimeout(patience);
    slow.value = false;
    patience = setTimeout(() => {
      slow.value = true;
    }, PATIENCE);
    if (!player) {
      // What the page says is read while its video is fetched, not after.
      await painted();
      const { createPlayer } = await import('@vitrine/client/video/player');
      if (gone || !live.value || player) return;
      const made = createPlayer((staying) => api.video(streamId, 'viewer', staying));
      made.subscribe(() => take(made.getSnapshot()));
      made.choose({ quality: quality.value, paused: paused.value });
      player = made;
    }
    player.start();
  }
  function stop(): void {
    clearTimeout(patience);
    player?.stop();
  }
  const quality = ref<PlaybackQuality>('auto');
  const paused = ref(false);
  const measured = ref(false);
  const stats = shallowRef<PlaybackStats | null>(null);
  watch(quality, (now) => player?.choose({ quality: now }));
  watch(paused, (now) => player?.choose({ paused: now }));
  let reading: ReturnType<typeof setInterval> | undefined;
  watch(measured, (now) => {
    clearInterval(reading);
    stats.value = null;
    const read = async (): Promise<void> => {
      stats.value = (await player?.stats()) ?? null;
    };
    if (now) {
      void read();
      reading = setInterval(() => void read(), STATS_EVERY);
    }
  });
  let told = { at: 0, freezes: 0, frozen: 0 };
  /** A connection that was made anew counts from nothing. */
  const since = (now: number, before: number): number => (now >= before ? now - before : now);
  async function tell(): Promise<void> {
    if (state.value.status !== 'playing' || paused.value || document.hidden) {
      told.at = 0;
      return;
    }
    const seen = await player?.stats();
    if (!seen || seen.freezes === null || seen.frozen === null) return;
    const at = performance.now();
    const before = told;
    told = { at, freezes: seen.freezes, frozen: seen.frozen };
    if (before.at === 0) return;
    const period = Math.round(at - before.at);
    const frozen = Math.min(period, Math.round(since(seen.frozen, before.frozen)));
    const { height, framesPerSecond } = seen;
    report({ period, frozen, freezes: since(seen.freezes, before.freezes), height, framesPerSecond });
  }
  const telling = setInterval(() => void tell(), REPORT_EVERY);

  watch(
    live,
    (now) => {
      if (now) void start();
      else stop();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    gone = true;
    clearInterval(reading);
    clearInterval(telling);
    stop();
  });

  const failed = computed(() => supported && state.value.status === 'failed');
  const waiting = computed(() => !shown.value && !blocked.value);
  const opening = computed(
    () => waiting.value && supported && !failed.value && !hadPicture.value && !slow.value && state.value.status !== 'waiting',
  );
  return {
    stream,
    waiting,
    opening,
    lost: computed(() => shown.value && state.value.status === 'reconnecting'),
    message: computed(() => {
      if (!supported) return { title: text.watch.noPicture, note: text.watch.noVideoSupport, busy: false };
      if (failed.value) return { title: text.watch.noPicture, note: text.watch.noPictureFailed, busy: false };
      if (hadPicture.value) return { title: text.watch.interrupted, note: text.watch.pictureAway, busy: true };
      if (state.value.status === 'waiting') return { title: text.watch.awaitingPicture, note: text.watch.awaitingPictureText, busy: true };
      if (slow.value) return { title: text.watch.noPicture, note: text.watch.noPictureText, busy: true };
      return { title: text.watch.opening, note: '', busy: true };
    }),
    failed,
    blocked,
    playing() {
      shown.value = true;
      hadPicture.value = true;
      blocked.value = false;
    },
    block() {
      blocked.value = true;
    },
    unblock() {
      blocked.value = false;
    },
    retry() {
      void start();
    },
    quality,
    paused,
    measured,
    stats,
  };
}
