import type { ReplayPart } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { type ReplayMedia, ReplayPlayer } from './replay-player.ts';

const part = (url: string, position: number, duration: number): ReplayPart => ({
  ...{ url, contentType: 'video/webm', position, duration, width: 720, height: 1280 },
});
const PARTS = [part('/first', 0, 100), part('/second', 100, 50)];

/** A medium that does as it is told, at once. */
class FakeMedia implements ReplayMedia {
  readonly told: string[] = [];
  refuses: 'nothing' | 'sound' | 'everything' = 'nothing';
  #isMuted = false;
  open = (url: string, at: number): void => void this.told.push(`open ${url} ${at}`);
  play = async (): Promise<void> => {
    if (this.refuses === 'everything' || (this.refuses === 'sound' && !this.#isMuted))
      throw Object.assign(new Error('press first'), { name: 'NotAllowedError' });
    this.told.push('play');
  };
  pause = (): void => void this.told.push('pause');
  seek = (at: number): void => void this.told.push(`seek ${at}`);
  setMuted = (isMuted: boolean): void => {
    this.#isMuted = isMuted;
  };
  setSpeed = (speed: number): void => void this.told.push(`speed ${speed}`);
}
function playing() {
  const followed: string[] = [];
  const feed = {
    moveTo: (position: number) => void followed.push(`to ${position}`),
    seek: (position: number) => void followed.push(`jump ${position}`),
  };
  const player = new ReplayPlayer(PARTS, feed);
  const media = new FakeMedia();
  return { player, media, followed, detach: player.attach(media) };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the player of a replay', () => {
  it('plays the parts as one, and keeps the feed in step', () => {
    const { player, media, followed } = playing();
    player.events.loaded();
    player.events.playing();
    player.events.at(99.5);
    player.events.ended();
    player.events.loaded();
    player.events.at(3);
    expect(media.told).toEqual(['open /first 0', 'speed 1', 'play', 'open /second 0', 'speed 1', 'play']);
    expect(followed).toEqual(['to 99.5', 'to 103']);
    player.events.ended();
    expect(player.getSnapshot()).toMatchObject({ state: 'ended', position: 103 });
  });

  it('jumps within a part, into another, and never beyond the end', () => {
    const { player, media, followed } = playing();
    player.events.loaded();
    player.seek(40);
    player.seek(120);
    player.seek(9_999);
    expect(media.told.slice(3)).toEqual(['seek 40', 'open /second 20', 'seek 50']);
    expect(followed).toEqual(['jump 40', 'jump 120', 'jump 150']);
  });

  it('does not take the silence between two parts for a pause, nor the time of the old one for its own', () => {
    const { player } = playing();
    player.events.loaded();
    player.events.playing();
    player.seek(120);
    player.events.paused();
    player.events.at(60);
    expect(player.getSnapshot()).toMatchObject({ state: 'playing', position: 120, isWaiting: true });
  });

  it('plays without sound where sound needs a press, and waits for a press where that is not allowed either', async () => {
    const silent = playing();
    silent.media.refuses = 'sound';
    silent.player.events.loaded();
    await settled();
    expect(silent.media.told.at(-1)).toBe('play');
    expect(silent.player.getSnapshot().isMuted).toBe(true);
    const still = playing();
    still.media.refuses = 'everything';
    still.player.events.loaded();
    await settled();
    expect(still.player.getSnapshot()).toMatchObject({ state: 'paused', isFresh: true });
  });

  it('goes on where it was after a file that did not come through', () => {
    const { player, media } = playing();
    player.events.loaded();
    player.events.at(30);
    player.events.failed();
    expect(player.getSnapshot()).toMatchObject({ state: 'failed', isWaiting: false, position: 30 });
    player.retry();
    expect(media.told.at(-1)).toBe('open /first 30');
    player.events.failed();
    player.seek(70);
    expect([media.told.at(-1), player.getSnapshot().state]).toEqual(['open /first 70', 'loading']);
  });

  it('is paused while its viewer is away, and stays so when they had paused it', () => {
    const { player, media } = playing();
    const leaveAndComeBack = (): void => {
      player.leave();
      player.events.paused();
      player.comeBack();
    };
    player.events.loaded();
    player.events.playing();
    leaveAndComeBack();
    expect(media.told.slice(3)).toEqual(['pause', 'play']);
    player.events.playing();
    player.toggle();
    player.events.paused();
    leaveAndComeBack();
    expect(media.told.at(-1)).toBe('pause');
  });

  it('begins again from the end, faster if that is wished', () => {
    const { player, media } = playing();
    player.nextSpeed();
    expect(media.told.at(-1)).toBe('speed 1.25');
    player.events.ended();
    player.events.loaded();
    player.events.ended();
    player.toggle();
    expect(media.told.slice(-3)).toEqual(['play', 'open /first 0', 'play']);
    for (let step = 0; step < 3; step += 1) player.nextSpeed();
    expect(player.getSnapshot().speed).toBe(1);
  });

  it('goes on in another medium where the first has left off', () => {
    const { player, detach } = playing();
    player.events.loaded();
    player.events.at(42);
    detach();
    expect(player.getSnapshot().state).toBe('loading');
    const other = new FakeMedia();
    player.attach(other);
    expect(other.told).toEqual(['open /first 42']);
  });
});
