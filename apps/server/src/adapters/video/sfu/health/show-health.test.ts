import { VideoHealth } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import type { PublisherFigures, ViewerFigures } from './figures.ts';
import { type MeasuredPublisher, type MeasuredShow, ShowHealth } from './show-health.ts';

const SENDING: PublisherFigures = {
  bitrate: 2_100_000,
  loss: 0.01,
  roundTrip: 35,
  jitter: 4,
  silent: { video: 30, audio: 10 },
  hasVideo: true,
  hasAudio: true,
  videoCodec: 'VP8',
  audioCodec: 'opus',
  bytes: 9_000_000,
};
const WATCHING: ViewerFigures = {
  height: 720,
  bitrate: 1_500_000,
  loss: 0,
  roundTrip: 40,
  estimate: 3_000_000,
  paused: false,
  isAudioOnly: false,
  bytes: 1_000,
};

const layer = (rid: string, height: number, isActive = true) => ({
  rid,
  size: { width: (height * 16) / 9, height },
  bitrate: () => (isActive ? height * 2_000 : 0),
  framesPerSecond: () => (isActive ? 30 : 0),
  isActive: () => isActive,
});
const publisher = (changes: Partial<PublisherFigures> = {}, layers = [layer('q', 180), layer('f', 720)]): MeasuredPublisher => ({
  layers,
  figures: () => ({ ...SENDING, ...changes }),
});
const viewers = (...each: Partial<ViewerFigures>[]) => each.map((changes) => ({ figures: () => ({ ...WATCHING, ...changes }) }));
const seat = (name: string, of: MeasuredPublisher | null, watching: ReturnType<typeof viewers> = []) => ({
  name,
  isUp: of !== null,
  publisher: of,
  viewers: watching,
});
const show = (...seats: MeasuredShow['seats'] extends Iterable<infer One> ? One[] : never): MeasuredShow => ({ seats });
const GUEST = 'c'.repeat(24);

describe('the health of a show', () => {
  it('is as the protocol has it, the host first, with the layers of each publisher', () => {
    const health = new ShowHealth().read(show(seat(GUEST, publisher()), seat('host', publisher({ loss: 0.02 }))), 0);
    expect(VideoHealth.parse(health)).toEqual(health);
    expect(health.publishers.map(({ seat: name }) => name)).toEqual(['host', GUEST]);
    expect(health.publishers[0]).toMatchObject({
      up: true,
      videoCodec: 'VP8',
      loss: 0.02,
      roundTrip: 35,
      trouble: null,
      layers: [
        { rid: 'q', width: 320, height: 180, framesPerSecond: 30, active: true },
        { rid: 'f', width: 1280, height: 720, bitrate: 1_440_000, active: true },
      ],
    });
  });

  it('says at which height how many watch, the tallest first, and who hears only', () => {
    const watching = viewers({}, {}, { height: 180 }, { isAudioOnly: true, height: 0 }, { paused: true, height: 0 }, { height: 0 });
    const { audience } = new ShowHealth().read(show(seat('host', publisher(), watching)), 0);
    expect(audience.viewers).toBe(6);
    expect(audience.heights).toEqual([
      { height: 720, viewers: 2 },
      { height: 180, viewers: 1 },
      { height: 0, viewers: 1 },
    ]);
  });

  it('gives the spread of loss and round trips over those who know theirs', () => {
    const watching = viewers(...Array.from({ length: 100 }, (_, index) => ({ loss: index / 1_000, roundTrip: index < 10 ? null : index })));
    const { audience } = new ShowHealth().read(show(seat('host', publisher(), watching)), 0);
    expect(audience.loss).toEqual({ p50: 0.049, p95: 0.094 });
    expect(audience.roundTrip).toEqual({ p50: 54, p95: 95 });
    expect(new ShowHealth().read(show(seat('host', publisher())), 0).audience).toMatchObject({ loss: { p50: 0, p95: 0 }, roundTrip: null });
  });

  it('counts who watches a guest too as one viewer, and the bytes of both', () => {
    const read = show(seat('host', publisher(), viewers({})), seat(GUEST, publisher(), viewers({ height: 180, bitrate: 200_000 })));
    expect(new ShowHealth().read(read, 0).audience).toMatchObject({
      viewers: 1,
      heights: [{ height: 720, viewers: 1 }],
      bitrate: 1_700_000,
    });
  });

  it('keeps an eye on each publisher for itself, and begins anew with another one in its place', () => {
    const health = new ShowHealth();
    const bad = publisher({ loss: 0.2 });
    const good = publisher();
    const troubles = (of: MeasuredPublisher, at: number) =>
      health.read(show(seat('host', of), seat(GUEST, good)), at).publishers.map(({ trouble }) => trouble);
    for (let at = 0; at < 8_000; at += 2_000) troubles(bad, at);
    expect(troubles(bad, 8_000)).toEqual(['uplink', null]);
    expect(troubles(publisher({ loss: 0.2 }), 10_000)).toEqual([null, null]);
  });

  it('has nothing to say of an empty seat but its viewers', () => {
    const health = new ShowHealth().read(show(seat('host', null, viewers({ height: 0 }))), 0);
    expect(health).toMatchObject({ publishers: [], audience: { viewers: 1, heights: [] } });
  });
});
