import type { PlayerState, VideoPlayer } from '@vitrine/client/video';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { text } from '../text/en.ts';
import { api } from './api.ts';

/** After so long a wait the page says that it takes longer. */
const PATIENCE = 8_000;

/** The live picture of a show: asked for while it is live; the player asks again by itself when it is lost. */
export function usePicture(
  streamId: string,
  live: Readonly<Ref<boolean>>,
): {
  stream: Readonly<Ref<MediaStream | null>>;
  /** No picture yet. */
  waiting: ComputedRef<boolean>;
  /** What is awaited, for the middle of the stage. */
  message: ComputedRef<{ title: string; note: string; busy: boolean }>;
  /** The browser wants a press before it plays. */
  blocked: Readonly<Ref<boolean>>;
  playing: () => void;
  block: () => void;
  unblock: () => void;
} {
  const state = shallowRef<PlayerState>({ status: 'idle' });
  const stream = shallowRef<MediaStream | null>(null);
  const shown = ref(false);
  const blocked = ref(false);
  const slow = ref(false);
  const unsupported = typeof RTCPeerConnection === 'undefined';
  let player: VideoPlayer | undefined;
  let wanted = false;
  let patience: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    wanted = false;
    clearTimeout(patience);
    player?.stop();
    stream.value = null;
    shown.value = false;
  }
  async function start(): Promise<void> {
    wanted = true;
    slow.value = false;
    patience = setTimeout(() => {
      slow.value = !shown.value;
    }, PATIENCE);
    // The player comes with the first live show, not with the page.
    const { createPlayer } = await import('@vitrine/client/video');
    if (!wanted) return;
    if (!player) {
      const made = createPlayer(() => api.video(streamId));
      made.subscribe(() => {
        state.value = made.getSnapshot();
      });
      player = made;
    }
    player.start();
  }

  watch(state, (now) => {
    if (now.status === 'playing') stream.value = now.stream;
    else shown.value = false;
  });
  watch(
    live,
    (now) => {
      if (now && !unsupported) void start();
      else stop();
    },
    { immediate: true },
  );
  onScopeDispose(stop);

  const message = computed(() => {
    const failed = state.value.status === 'failed';
    if (unsupported) return { title: text.watch.noPicture, note: text.watch.noVideoSupport, busy: false };
    if (failed || slow.value) return { title: text.watch.noPicture, note: text.watch.noPictureText, busy: !failed };
    return { title: text.watch.awaitingPicture, note: text.watch.awaitingPictureText, busy: true };
  });
  return {
    stream,
    waiting: computed(() => !shown.value && !blocked.value),
    message,
    blocked,
    playing() {
      shown.value = true;
      blocked.value = false;
      slow.value = false;
    },
    block() {
      blocked.value = true;
    },
    unblock() {
      blocked.value = false;
    },
  };
}
