import { type ComputedRef, computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { text } from '../text/en.ts';
import { api } from './api.ts';
import { codeOf } from './problem.ts';

/** First wait before a picture that did not come is asked for again; it doubles up to the last, with jitter. */
const FIRST_WAIT = 1_000;
const LAST_WAIT = 15_000;
/** After so long a wait the page says that it takes longer. */
const PATIENCE = 8_000;

/** The live picture of a show: asked for while it is live, asked for again when it is lost. */
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
  const stream = shallowRef<MediaStream | null>(null);
  const shown = ref(false);
  const blocked = ref(false);
  const trouble = ref<'none' | 'slow' | 'full' | 'unsupported'>('none');
  /** Each start has its own; what an older one still does is of no interest. */
  let turn: AbortController | undefined;

  function stop(): void {
    turn?.abort();
    turn = undefined;
    stream.value = null;
    shown.value = false;
  }
  async function start(): Promise<void> {
    stop();
    if (typeof RTCPeerConnection === 'undefined') {
      trouble.value = 'unsupported';
      return;
    }
    const mine = new AbortController();
    turn = mine;
    let wait = FIRST_WAIT;
    const slow = setTimeout(() => {
      if (!shown.value && trouble.value === 'none') trouble.value = 'slow';
    }, PATIENCE);
    mine.signal.addEventListener('abort', () => clearTimeout(slow));
    while (!mine.signal.aborted) {
      try {
        await playOnce(mine.signal, () => {
          wait = FIRST_WAIT;
          trouble.value = 'none';
        });
      } catch (problem) {
        trouble.value = codeOf(problem) === 'video_full' ? 'full' : trouble.value;
      }
      if (mine.signal.aborted) return;
      await pause(wait * (0.5 + Math.random() / 2), mine.signal);
      wait = Math.min(LAST_WAIT, wait * 2);
    }
  }
  /** Plays until the picture is lost or the turn is over. */
  async function playOnce(signal: AbortSignal, came: () => void): Promise<void> {
    const [credentials, { playLive }] = await Promise.all([api.video(streamId), import('./play-live.ts')]);
    if (signal.aborted) return;
    await playLive(credentials, signal, (picture) => {
      came();
      stream.value = picture;
    });
  }

  watch(
    live,
    (now) => {
      if (now) void start();
      else stop();
    },
    { immediate: true },
  );
  onScopeDispose(stop);

  const message = computed(() => {
    if (trouble.value === 'unsupported') return { title: text.watch.noPicture, note: text.watch.noVideoSupport, busy: false };
    if (trouble.value === 'full') return { title: text.watch.noPicture, note: text.watch.videoFull, busy: true };
    if (trouble.value === 'slow') return { title: text.watch.noPicture, note: text.watch.noPictureText, busy: true };
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
    },
    block() {
      blocked.value = true;
    },
    unblock() {
      blocked.value = false;
    },
  };
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
