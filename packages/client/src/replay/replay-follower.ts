import type { ReplayGuest } from '@vitrine/protocol';

/** Seconds beside the place where it should be: nearer is near enough, further away it jumps, and between it catches up. */
const NEAR = 0.1;
const JUMP = 1.5;
/** So much faster or slower than the host's picture while it catches up: nobody hears it. */
const CATCH_UP = 0.06;

/** Where the host's picture is. */
export interface ReplayClockState {
  /** Seconds from the beginning of the replay. */
  position: number;
  /** It moves. */
  isPlaying: boolean;
  speed: number;
}
/** What plays a guest's file. Places are seconds in that file. */
export interface FollowingMedia {
  readonly at: number;
  /** It can neither be told where to go, nor say where it is. */
  readonly isBusy: boolean;
  play(): void;
  pause(): void;
  seek(at: number): void;
  setSpeed(speed: number): void;
}

/** Whether a guest is on stage at a position of the replay. */
export const isOnStage = ({ position, duration }: ReplayGuest, at: number): boolean => at >= position && at < position + duration;

/** Keeps a guest's picture in step with the host's, without a framework: tell it where the host's is, a few times a second. */
export function followReplay(media: FollowingMedia, guest: ReplayGuest, { position, isPlaying, speed }: ReplayClockState): void {
  if (isPlaying) media.play();
  else media.pause();
  if (media.isBusy) return;
  const target = guest.from + Math.max(0, position - guest.position);
  const behind = target - media.at;
  // What stands still is put exactly there: nothing else will bring it nearer.
  if (Math.abs(behind) > (isPlaying ? JUMP : NEAR)) media.seek(target);
  const isNear = Math.abs(behind) <= NEAR || Math.abs(behind) > JUMP;
  media.setSpeed(isNear ? speed : speed * (1 + Math.sign(behind) * CATCH_UP));
}

/** A page's video element as what follows a replay. */
export function followingElement(element: HTMLVideoElement): FollowingMedia {
  return {
    get at() {
      return element.currentTime;
    },
    get isBusy() {
      return element.readyState < HTMLMediaElement.HAVE_METADATA || element.seeking;
    },
    play() {
      // Refused where sound needs a press first: it begins with the next word about the host's, once it is muted or pressed.
      if (element.paused && !element.ended) void element.play().catch(() => undefined);
    },
    pause() {
      if (!element.paused) element.pause();
    },
    seek(at) {
      element.currentTime = at;
    },
    setSpeed(speed) {
      if (element.playbackRate !== speed) element.playbackRate = speed;
    },
  };
}
