import type { VideoHealth } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import type { PublisherFigures, ViewerFigures } from './figures.ts';
import { HEALTH_LIMITS } from './limits.ts';
import { MediaLoad } from './load.ts';
import { type MeasuredEngine, MediaHealth } from './media-health.ts';
import { FiguresOverRestarts, type ProcessFigures } from './process-figures.ts';

const SENDING: PublisherFigures = {
  bitrate: 1_000_000,
  loss: 0.02,
  roundTrip: 30,
  jitter: 2,
  silent: { video: 0, audio: 0 },
  hasVideo: true,
  hasAudio: true,
  videoCodec: 'VP8',
  audioCodec: 'opus',
  bytes: 1_000,
};
const WATCHING: ViewerFigures = {
  height: 360,
  bitrate: 500_000,
  loss: 0.01,
  roundTrip: 30,
  estimate: null,
  paused: false,
  isAudioOnly: false,
  bytes: 400,
};
const session = <Figures extends { bytes: number }>(figures: Figures) => ({ bytes: figures.bytes, figures });
const STREAM = 'a'.repeat(24);

function setUp() {
  const publisher = { layers: [], ...session(SENDING) };
  const viewers = [session(WATCHING), session(WATCHING)];
  const seat = {
    name: 'host',
    isUp: true,
    publisher: { layers: [], figures: () => ({ ...SENDING, bytes: publisher.bytes }) },
    viewers: viewers.map((one) => ({ figures: () => ({ ...WATCHING, bytes: one.bytes }) })),
  };
  const engine: MeasuredEngine & { shows: { id: string; seats: (typeof seat)[] }[] } = {
    shows: [{ id: STREAM, seats: [seat] }],
    refused: 3,
    takeLateness: () => 7,
  };
  const reading = { busy: 0.2, cpu: 0.1, loopDelay: 1 };
  const told: { health: [string, VideoHealth][]; figures: ProcessFigures[] } = { health: [], figures: [] };
  const load = new MediaLoad();
  const health = new MediaHealth({
    engine,
    load,
    meter: { take: () => reading },
    onHealth: (streamId, of) => told.health.push([streamId, of]),
    onFigures: (figures) => told.figures.push(figures),
  });
  return { engine, publisher, viewers, seat, reading, told, load, health };
}

describe('the media process', () => {
  it('tells every two seconds how each show is, and a last time when it has gone', () => {
    const { health, told, engine } = setUp();
    for (let now = 0; now < 4_000; now += 25) health.tick(now);
    expect(told.health.map(([streamId]) => streamId)).toEqual([STREAM, STREAM]);
    engine.shows = [];
    for (let now = 4_000; now < 10_000; now += 25) health.tick(now);
    expect(told.health).toHaveLength(3);
    expect(told.health.at(-1)?.[1]).toMatchObject({ publishers: [], audience: { viewers: 0 } });
  });

  it('counts the bytes of sessions that come and go once', () => {
    const { health, told, publisher, viewers, seat } = setUp();
    health.tick(0);
    expect(told.figures.at(-1)).toMatchObject({ publishers: 1, viewers: 2, bytesReceived: 1_000, bytesSent: 800, refused: 3, lateness: 7 });
    publisher.bytes = 1_500;
    for (const viewer of viewers) viewer.bytes = 1_000;
    health.tick(HEALTH_LIMITS.interval);
    seat.viewers.pop();
    health.tick(2 * HEALTH_LIMITS.interval);
    expect(told.figures.at(-1)).toMatchObject({
      viewers: 1,
      bytesReceived: 1_500,
      bytesSent: 2_000,
      publisherLoss: 0.02,
      viewerLoss: 0.01,
    });
  });

  it('sets the load that viewers and the door read', () => {
    const { health, reading, load } = setUp();
    health.tick(0);
    expect(load.level).toBe('normal');
    reading.busy = 0.9;
    for (let second = 1; second <= 2; second++) health.tick(second * 1_000);
    expect(load.level).toBe('high');
    reading.busy = 0.3;
    for (let second = 3; second <= 7; second++) health.tick(second * 1_000);
    expect(load.level).toBe('normal');
  });

  it('keeps what it counted when it is started again', () => {
    const { health, told } = setUp();
    health.tick(0);
    const figures = told.figures.at(-1);
    if (!figures) throw new Error('nothing told');
    const kept = new FiguresOverRestarts();
    kept.take(figures);
    kept.ended();
    expect(kept.read()).toMatchObject({ publishers: 0, viewers: 0, bytesSent: 800, refused: 3, restarts: 1 });
    kept.take(figures);
    expect(kept.read()).toMatchObject({ viewers: 2, bytesSent: 1_600, refused: 6, restarts: 1 });
  });
});
