import type { AskCredentials, VideoPlayer } from '@vitrine/client/video';
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue';

/** Plays one seat of a show while it is wanted. The player is loaded with the first that is. null: there is no picture now. */
export function useSeat(askCredentials: AskCredentials, wanted: () => boolean): Readonly<Ref<MediaStream | null>> {
  const stream = shallowRef<MediaStream | null>(null);
  let player: VideoPlayer | undefined;
  let isGone = false;

  async function start(): Promise<void> {
    if (typeof RTCPeerConnection === 'undefined') return;
    const { createPlayer } = await import('@vitrine/client/video/player');
    if (isGone || !wanted()) return;
    if (!player) {
      const made = createPlayer(askCredentials);
      made.subscribe(() => {
        const now = made.getSnapshot();
        if (now.status === 'playing') stream.value = now.stream;
        // The last picture stays while it is fetched again.
        else if (now.status !== 'reconnecting') stream.value = null;
      });
      player = made;
    }
    player.start();
  }
  watch(
    wanted,
    (now) => {
      if (now) void start();
      else player?.stop();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    isGone = true;
    player?.stop();
  });
  return stream;
}
