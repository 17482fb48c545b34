import type { ReplayPlayer } from './replay-player.ts';

/** Plays a replay in a page's video element; gives the function that lets go of its connection. */
export function attachVideoElement(player: ReplayPlayer, element: HTMLVideoElement): () => void {
  const { events } = player;
  let goTo = 0;
  const listeners: { [Type in keyof HTMLVideoElementEventMap]?: () => void } = {
    loadedmetadata() {
      if (goTo > 0) element.currentTime = goTo;
      events.loaded();
    },
    playing: events.playing,
    waiting: events.waiting,
    seeked: events.ready,
    canplay: events.ready,
    pause() {
      // At the end of a file it pauses too.
      if (!element.ended) events.paused();
    },
    timeupdate() {
      if (!element.seeking) events.at(element.currentTime);
    },
    ended: events.ended,
    error: events.failed,
  };
  const heard = Object.entries(listeners);
  for (const [type, listener] of heard) element.addEventListener(type, listener);
  const detach = player.attach({
    open(url, at) {
      goTo = at;
      element.src = url;
      element.load();
    },
    play: () => element.play(),
    pause: () => element.pause(),
    seek(at) {
      element.currentTime = at;
    },
    setMuted(isMuted) {
      element.muted = isMuted;
    },
    setSpeed(speed) {
      element.playbackRate = speed;
    },
  });
  return () => {
    detach();
    for (const [type, listener] of heard) element.removeEventListener(type, listener);
    element.removeAttribute('src');
    element.load();
  };
}
