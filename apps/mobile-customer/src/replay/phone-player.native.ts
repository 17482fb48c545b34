import type { ReplayPlayer } from '@vitrine/client';
import type { VideoPlayer } from 'expo-video';

/** Plays a replay in a phone's own player; gives the function that lets it go. */
export function attachPhonePlayer(player: ReplayPlayer, video: VideoPlayer, token: string | null): () => void {
  const { events } = player;
  /** Where the file that is being opened is to begin; null once it is open. */
  let begin: number | null = null;
  const heard = [
    video.addListener('statusChange', ({ status }) => {
      if (status === 'error') events.failed();
      else if (status === 'loading') events.waiting();
      else if (status === 'readyToPlay') {
        events.ready();
        if (begin === null) return;
        if (begin > 0) video.currentTime = begin;
        begin = null;
        events.loaded();
      }
    }),
    video.addListener('playingChange', ({ isPlaying }) => {
      if (isPlaying) events.playing();
      // It also stops while it waits for more of the file: that is not a pause.
      else if (video.status !== 'loading') events.paused();
    }),
    video.addListener('timeUpdate', ({ currentTime }) => events.at(currentTime)),
    video.addListener('playToEnd', () => events.ended()),
  ];
  const detach = player.attach({
    open(url, at) {
      begin = at;
      const headers = token === null ? {} : { headers: { authorization: `Bearer ${token}` } };
      video.replaceAsync({ uri: url, ...headers }).catch(() => events.failed());
    },
    play: async () => video.play(),
    pause: () => video.pause(),
    seek(at) {
      video.currentTime = at;
    },
    setMuted(isMuted) {
      video.muted = isMuted;
    },
    setSpeed(speed) {
      video.playbackRate = speed;
    },
  });
  return () => {
    detach();
    for (const subscription of heard) subscription.remove();
  };
}
