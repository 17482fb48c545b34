import { attachVideoElement, type ReplayFeed, ReplayPlayer, type ReplayPlayerSnapshot } from '@vitrine/client';
import type { ReplayPart } from '@vitrine/protocol';
import { useSnapshot } from '@vitrine/web-kit';
import { type ComputedRef, computed, onScopeDispose, type Ref, type WritableComputedRef, watch } from 'vue';

export interface ShownPlayer {
  state: ComputedRef<ReplayPlayerSnapshot['state']>;
  /** Nothing has been shown yet. */
  fresh: ComputedRef<boolean>;
  /** The picture is being waited for. */
  waiting: ComputedRef<boolean>;
  /** Seconds. */
  position: ComputedRef<number>;
  muted: WritableComputedRef<boolean>;
  speed: ComputedRef<number>;
  toggle: () => void;
  seek: (position: number) => void;
  nextSpeed: () => void;
  retry: () => void;
}

/** Plays the parts of a recording in a video element, the feed in step with it. */
export function useReplayPlayer(
  video: Readonly<Ref<HTMLVideoElement | null>>,
  parts: readonly ReplayPart[],
  feed: Pick<ReplayFeed, 'moveTo' | 'seek'>,
): ShownPlayer {
  const player = new ReplayPlayer(parts, feed);
  const snapshot = useSnapshot<ReplayPlayerSnapshot>(player);
  let detach = (): void => undefined;
  watch(video, (element) => {
    detach();
    detach = element ? attachVideoElement(player, element) : () => undefined;
  });
  onScopeDispose(() => detach());
  return {
    state: computed(() => snapshot.value.state),
    fresh: computed(() => snapshot.value.isFresh),
    waiting: computed(() => snapshot.value.isWaiting),
    position: computed(() => snapshot.value.position),
    muted: computed({
      get: () => snapshot.value.isMuted,
      set: (isMuted) => player.setMuted(isMuted),
    }),
    speed: computed(() => snapshot.value.speed),
    toggle: () => player.toggle(),
    seek: (position) => player.seek(position),
    nextSpeed: () => player.nextSpeed(),
    retry: () => player.retry(),
  };
}
