import { EventEmitter } from 'node:events';
import type { VideoHealth } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { createLocalBackplane } from '../../adapters/backplane/local.ts';
import type { Backplane, Figures } from '../../ports/backplane.ts';
import type { LivestreamRecord } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { PlaybackReports } from './playback-reports.ts';
import { VideoHealthService } from './video-health.ts';

const STREAM = 'a'.repeat(24);
const actor = (id: string, role: Actor['role']): Actor => ({ id: id.repeat(24), role, name: null, sessionHash: null });
const HOST = actor('b', 'host');
const OTHER_HOST = actor('c', 'host');
const ADMIN = actor('d', 'admin');
const SHOW = { _id: STREAM, createdBy: HOST.id } as LivestreamRecord;

const health = (viewers: number): VideoHealth => ({
  provider: 'sfu',
  publishers: [],
  audience: {
    viewers,
    heights: [{ height: 720, viewers }],
    bitrate: viewers * 1_500_000,
    loss: { p50: 0, p95: 0 },
    roundTrip: null,
    freezes: { reports: 0, frozen: 0, milliseconds: 0 },
  },
});
const report = (frozen = 0, period = 15_000) => ({ period, frozen, freezes: frozen > 0 ? 1 : 0, height: 720, framesPerSecond: 30 });

/** Nodes that hear each other at once. */
function shop() {
  const wire = new EventEmitter();
  const time = { now: 0 };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const node = (name: string) => {
    const backplane: Backplane = {
      ...createLocalBackplane(),
      otherNodes: () => ['another'],
      // As over the wire.
      tellFigures: (figures) => void wire.emit('figures', name, JSON.parse(JSON.stringify(figures))),
      onFigures(listener) {
        const hear = (from: string, figures: Figures): void => {
          if (from !== name) listener(figures, from);
        };
        wire.on('figures', hear);
        return () => void wire.off('figures', hear);
      },
    };
    const told: number[] = [];
    const playback = new PlaybackReports({ clock, onReport: ({ frozen }) => told.push(frozen) });
    const livestreams = { visible: async () => SHOW };
    const desk = new VideoHealthService({ livestreams, backplane, playback, provider: 'sfu', clock });
    const follow = async (who: Actor) => {
      const heard: VideoHealth[] = [];
      const stop = await desk.follow(who, STREAM, (one) => heard.push(one));
      return { heard, stop };
    };
    return { desk, playback, follow, told };
  };
  return { time, node, wire };
}

describe('how the video of a show is', () => {
  it('is told to who runs the show: the latest at once, then each as it comes, until they stop', async () => {
    const { desk, follow } = shop().node('one');
    desk.take(STREAM, health(1));
    const host = await follow(HOST);
    const admin = await follow(ADMIN);
    desk.take(STREAM, health(2));
    host.stop();
    desk.take(STREAM, health(3));
    expect(host.heard.map(({ audience }) => audience.viewers)).toEqual([1, 2]);
    expect(admin.heard.map(({ audience }) => audience.viewers)).toEqual([1, 2, 3]);
    await expect(follow(OTHER_HOST)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is told on the nodes that do not have the video too', async () => {
    const { node } = shop();
    const [owner, other] = [node('owner'), node('other')];
    const host = await other.follow(HOST);
    owner.desk.take(STREAM, health(4));
    expect(host.heard.at(-1)).toEqual(health(4));
  });

  it('has what players of all nodes reported in the last minute', async () => {
    const { node, time } = shop();
    const [owner, other] = [node('owner'), node('other')];
    const host = await owner.follow(HOST);
    owner.playback.report(actor('e', 'guest'), STREAM, report());
    other.playback.report(actor('f', 'guest'), STREAM, report(1_500));
    other.playback.report(actor('f', 'guest'), STREAM, report(3_000));
    other.playback.report(actor('9', 'guest'), STREAM, report());
    other.desk.tell();
    owner.desk.take(STREAM, health(3));
    expect(host.heard.at(-1)?.audience.freezes).toEqual({ reports: 3, frozen: 1, milliseconds: 4_000 });
    expect(other.told).toEqual([1_500, 3_000, 0]);
    // The other node says nothing any more: its viewers are not counted for ever.
    time.now += 11_000;
    owner.desk.take(STREAM, health(3));
    expect(host.heard.at(-1)?.audience.freezes).toEqual({ reports: 1, frozen: 0, milliseconds: 0 });
  });

  it('is not known any more when nobody has told it for a while, and that is told once', async () => {
    const { node, time } = shop();
    const { desk, follow } = node('one');
    const host = await follow(HOST);
    desk.take(STREAM, health(2));
    time.now += 9_000;
    desk.tell();
    expect(host.heard).toHaveLength(1);
    time.now += 2_000;
    desk.tell();
    desk.tell();
    expect(host.heard).toHaveLength(2);
    expect(host.heard.at(-1)).toMatchObject({ publishers: [], audience: { viewers: 0 } });
    expect((await follow(HOST)).heard).toEqual([]);
  });

  it('takes nothing from another node that is not what it should be', async () => {
    const { node, wire } = shop();
    const { follow } = node('one');
    const host = await follow(HOST);
    for (const value of [null, 7, { provider: 'sfu' }, { ...health(1), publishers: [{ seat: 'host' }] }]) {
      wire.emit('figures', 'odd', { name: 'video_health', streamId: STREAM, value });
      wire.emit('figures', 'odd', { name: 'playback', streamId: STREAM, value });
    }
    expect(host.heard).toEqual([]);
  });

  it('is forgotten with the show', async () => {
    const { desk, follow, playback } = shop().node('one');
    desk.take(STREAM, health(2));
    playback.report(actor('e', 'guest'), STREAM, report());
    desk.forget(STREAM);
    expect((await follow(HOST)).heard).toEqual([]);
    expect(playback.shows()).toEqual([]);
  });
});
