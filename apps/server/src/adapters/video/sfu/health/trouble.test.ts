import { describe, expect, it } from 'vitest';
import { type PublisherSample, TroubleWatch } from './trouble.ts';

const LAYER = { active: true, framesPerSecond: 30, bitrate: 1_500_000 };
const WELL: Omit<PublisherSample, 'at'> = {
  bitrate: 2_000_000,
  loss: 0,
  roundTrip: 40,
  silent: { video: 20, audio: 10 },
  hasVideo: true,
  hasAudio: true,
  layers: [{ ...LAYER, bitrate: 150_000 }, { ...LAYER, bitrate: 500_000 }, LAYER],
};

/** Reads every two seconds. */
function follow() {
  const watch = new TroubleWatch();
  let at = 0;
  return (changes: Partial<PublisherSample>, times = 1) =>
    Array.from({ length: times }, () => {
      at += 2_000;
      return watch.read({ ...WELL, ...changes, at });
    });
}
const suspended = WELL.layers.map((layer, index) => (index === 2 ? { ...layer, active: false, framesPerSecond: 0, bitrate: 0 } : layer));

describe('what is wrong with what a publisher sends', () => {
  it('is nothing while all is well', () => {
    expect(follow()({}, 30)).toEqual(new Array(30).fill(null));
  });

  it('is that nothing comes, no picture comes, or no sound comes', () => {
    const read = follow();
    expect(read({ silent: { video: 3_500, audio: 3_500 } })).toEqual(['silent']);
    expect(read({ silent: { video: 3_500, audio: 20 } })).toEqual(['no_picture']);
    expect(read({ silent: { video: 20, audio: 3_500 } })).toEqual(['no_sound']);
    expect(read({ silent: { video: 3_500, audio: 20 }, hasVideo: false, layers: [] })).toEqual([null]);
    expect(read({ silent: { video: 3_500, audio: 20 }, hasAudio: false })).toEqual(['silent']);
  });

  it('is the uplink when packets have been lost for some seconds, until that is over for some', () => {
    const read = follow();
    read({}, 10);
    expect(read({ loss: 0.08 }, 4)).toEqual([null, null, 'uplink', 'uplink']);
    expect(read({}, 6)).toEqual(['uplink', 'uplink', 'uplink', null, null, null]);
  });

  it('does not flicker when the loss goes up and down around what is too much', () => {
    const read = follow();
    read({}, 10);
    read({ loss: 0.06 }, 4);
    const heard = Array.from({ length: 30 }, (_, index) => read({ loss: index % 2 ? 0.05 : 0.03 })[0]);
    expect(new Set(heard)).toEqual(new Set(['uplink']));
  });

  it('is not the uplink for one bad moment', () => {
    const read = follow();
    read({}, 10);
    expect([...read({ loss: 0.3 }), ...read({}, 3)]).toEqual([null, null, null, null]);
  });

  it('is the uplink when a layer that carried the picture has been stopped, and not when it never did', () => {
    const read = follow();
    read({}, 10);
    expect(read({ layers: suspended }, 3)).toEqual([null, null, 'uplink']);
    expect(follow()({ layers: suspended }, 20).at(-1)).toBeNull();
  });

  it('is the uplink when the way has become much longer', () => {
    const read = follow();
    read({}, 10);
    expect(read({ roundTrip: 900 }, 3).at(-1)).toBe('uplink');
    // A host far away has always had a long way.
    expect(follow()({ roundTrip: 450 }, 20).at(-1)).toBeNull();
  });

  it('is the uplink when far less comes than usual over a bad way, but not for a picture that stands still', () => {
    const read = follow();
    read({}, 10);
    expect(read({ bitrate: 500_000, roundTrip: 140 }, 3).at(-1)).toBe('uplink');
    const still = follow();
    still({}, 10);
    const slow = WELL.layers.map((layer) => ({ ...layer, framesPerSecond: 4 }));
    expect(still({ bitrate: 80_000, layers: slow }, 20).at(-1)).toBeNull();
  });

  it('is the camera or the encoder when far fewer frames come over a good way', () => {
    const read = follow();
    read({}, 10);
    const choppy = WELL.layers.map((layer) => ({ ...layer, framesPerSecond: 9 }));
    expect(read({ layers: choppy }, 4)).toEqual([null, null, null, 'frames']);
    // It stays as long as it is so: this does not become the usual.
    expect(read({ layers: choppy }, 200).at(-1)).toBe('frames');
    expect(read({}, 5).at(-1)).toBeNull();
  });

  it('puts what stops the show before what spoils it', () => {
    const read = follow();
    read({}, 10);
    expect(read({ loss: 0.2, silent: { video: 20, audio: 4_000 } }, 5).at(-1)).toBe('no_sound');
    expect(read({ loss: 0.2 }).at(-1)).toBe('uplink');
  });
});
