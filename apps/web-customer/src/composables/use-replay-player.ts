import type { ReplayPart } from '@vitrine/protocol';
import { computed, onScopeDispose, type Ref, ref, type ShallowRef, watch } from 'vue';

/** How fast a replay is played, in the order of the button. */
const SPEEDS: readonly number[] = [1, 1.25, 1.5, 2];

export type PlayerState = 'loading' | 'playing' | 'paused' | 'ended' | 'failed';
export interface ReplayPlayer {
  state: Ref<PlayerState>;
  /** Nothing has been shown yet. */
  fresh: Ref<boolean>;
  /** The picture is being waited for. */
  waiting: Ref<boolean>;
  /** Seconds. */
  position: Ref<number>;
  muted: Ref<boolean>;
  speed: Ref<number>;
  toggle: () => void;
  seek: (position: number) => void;
  nextSpeed: () => void;
  retry: () => void;
}

/** Plays the parts of a recording in one video element as if they were one. */
export function useReplayPlayer(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  parts: () => readonly ReplayPart[],
  onSeek: (position: number) => void,
): ReplayPlayer {
  const state = ref<PlayerState>('loading');
  const fresh = ref(true);
  const waiting = ref(true);
  const position = ref(0);
  const muted = ref(false);
  const speed = ref(1);
  const index = ref(0);
  const part = computed(() => parts()[index.value]);
  /** Where the part that is being opened is to go on. */
  let goTo = 0;
  let isWanted = true;

  async function play(): Promise<void> {
    const element = video.value;
    if (!element) return;
    try {
      await element.play();
    } catch (refusal) {
      if (!(refusal instanceof DOMException) || refusal.name !== 'NotAllowedError') return;
      if (element.muted) {
        // Not even silently: whoever came presses play.
        state.value = 'paused';
        return;
      }
      muted.value = true;
      element.muted = true;
      await element.play().catch(() => {
        state.value = 'paused';
      });
    }
  }
  function open(at: number): void {
    const element = video.value;
    const current = part.value;
    if (!element || !current) return;
    goTo = at;
    waiting.value = true;
    element.src = current.url;
    element.load();
  }
  function seek(wished: number): void {
    const all = parts();
    const last = all.at(-1);
    if (!last) return;
    const target = Math.min(Math.max(0, wished), last.position + last.duration);
    const found = Math.max(
      0,
      all.findLastIndex((one) => one.position <= target),
    );
    const within = target - (all[found]?.position ?? 0);
    position.value = target;
    onSeek(target);
    if (found !== index.value || state.value === 'failed') {
      index.value = found;
      if (state.value === 'failed') state.value = 'loading';
      open(within);
    } else if (video.value) video.value.currentTime = within;
    if (state.value === 'ended') {
      isWanted = true;
      void play();
    }
  }
  function toggle(): void {
    if (state.value === 'ended') {
      seek(0);
      return;
    }
    isWanted = state.value !== 'playing';
    if (isWanted) void play();
    else video.value?.pause();
  }
  function retry(): void {
    state.value = 'loading';
    open(position.value - (part.value?.position ?? 0));
  }
  function nextSpeed(): void {
    const now = SPEEDS.indexOf(speed.value);
    speed.value = SPEEDS[(now + 1) % SPEEDS.length] ?? 1;
  }

  const listeners: { [Type in keyof HTMLVideoElementEventMap]?: () => void } = {
    loadedmetadata() {
      const element = video.value;
      if (!element) return;
      if (goTo > 0) element.currentTime = goTo;
      // A new source begins at its own speed.
      element.playbackRate = speed.value;
      if (isWanted) void play();
    },
    playing() {
      state.value = 'playing';
      fresh.value = false;
      waiting.value = false;
    },
    waiting() {
      waiting.value = true;
    },
    seeked() {
      waiting.value = false;
    },
    canplay() {
      waiting.value = false;
    },
    pause() {
      if (state.value === 'playing' && !video.value?.ended) state.value = 'paused';
    },
    timeupdate() {
      if (video.value && part.value && !video.value.seeking) position.value = part.value.position + video.value.currentTime;
    },
    ended() {
      if (index.value < parts().length - 1) {
        index.value++;
        open(0);
      } else state.value = 'ended';
    },
    error() {
      waiting.value = false;
      state.value = 'failed';
    },
  };
  const entries = Object.entries(listeners);
  watch(video, (now, before) => {
    for (const [type, listener] of entries) {
      before?.removeEventListener(type, listener);
      now?.addEventListener(type, listener);
    }
    if (now) open(position.value);
  });
  watch(speed, (rate) => {
    if (video.value) video.value.playbackRate = rate;
  });
  onScopeDispose(() => {
    const element = video.value;
    if (!element) return;
    for (const [type, listener] of entries) element.removeEventListener(type, listener);
    // Lets go of the connection, not only of the picture.
    element.removeAttribute('src');
    element.load();
  });
  return { state, fresh, waiting, position, muted, speed, toggle, seek, nextSpeed, retry };
}
