import type { PlayerState, VideoPlayer } from '@vitrine/client/video';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { text } from '../text/en.ts';
import { api } from './api.ts';

/** After so long a wait the page says that it takes longer, in milliseconds. */
const PATIENCE = 8_000;

/** The live picture of a show as the stage needs it. */
export interface Picture {
  stream: Readonly<Ref<MediaStream | null>>;
  /** No picture yet. */
  waiting: ComputedRef<boolean>;
  /** There was one; it is being fetched again, and the last frame stays. */
  lost: ComputedRef<boolean>;
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
}

/** Plays a show while it is live. The player is loaded apart, with the first live show, and comes back by itself when the picture is lost. */
export function usePicture(streamId: string, live: Readonly<Ref<boolean>>): Picture {
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
      const { createPlayer } = await import('@vitrine/client/video');
      if (gone || !live.value || player) return;
      const made = createPlayer((staying) => api.video(streamId, 'viewer', staying));
      made.subscribe(() => take(made.getSnapshot()));
      player = made;
    }
    player.start();
  }
  function stop(): void {
    clearTimeout(patience);
    player?.stop();
  }
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
    stop();
  });

  const failed = computed(() => supported && state.value.status === 'failed');
  return {
    stream,
    waiting: computed(() => !shown.value && !blocked.value),
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
  };
}
