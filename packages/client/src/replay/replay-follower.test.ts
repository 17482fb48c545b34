import type { ReplayGuest } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { type FollowingMedia, followReplay, isOnStage } from './replay-follower.ts';

/** Came on stage 40 s into the replay; the first 5 s of the file were sent while the host was away. */
const NOOR: ReplayGuest = {
  ...{ seat: 'b'.repeat(24), name: 'Noor', url: '/noor', contentType: 'video/webm', width: 640, height: 480 },
  ...{ position: 40, from: 5, duration: 60 },
};
function media(at: number, isBusy = false) {
  const told: string[] = [];
  const heard: FollowingMedia = {
    at,
    isBusy,
    play: () => void told.push('play'),
    pause: () => void told.push('pause'),
    seek: (to) => void told.push(`seek ${to}`),
    setSpeed: (speed) => void told.push(`speed ${Math.round(speed * 100) / 100}`),
  };
  return { told, heard };
}
const told = (at: number, position: number, { isPlaying = true, speed = 1, isBusy = false } = {}): string[] => {
  const guest = media(at, isBusy);
  followReplay(guest.heard, NOOR, { position, isPlaying, speed });
  return guest.told;
};

describe('a guest of a replay', () => {
  it('is on stage from when they came until they left', () => {
    expect([39.9, 40, 99.9, 100].map((at) => isOnStage(NOOR, at))).toEqual([false, true, true, false]);
  });
  it('is left alone while in step, catches up when it drifts, and jumps when it is far away', () => {
    expect(told(15.05, 50)).toEqual(['play', 'speed 1']);
    expect(told(14.5, 50)).toEqual(['play', 'speed 1.06']);
    expect(told(15.5, 50, { speed: 2 })).toEqual(['play', 'speed 1.88']);
    expect(told(5, 50)).toEqual(['play', 'seek 15', 'speed 1']);
  });
  it('stands exactly where a host stands that is paused', () => {
    expect(told(14.5, 50, { isPlaying: false })).toEqual(['pause', 'seek 15', 'speed 1.06']);
  });
  it('is not asked where it is before it knows', () => {
    expect(told(0, 50, { isBusy: true })).toEqual(['play']);
  });
});
