import type { VideoHealth } from '@vitrine/protocol';
import { expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeNetwork } from '../testing/fake-web-socket.ts';
import { history, pinned, registered, STREAM, update } from '../testing/samples.ts';
import { LiveRoom } from './live-room.ts';

const HEALTH: VideoHealth = {
  provider: 'sfu',
  publishers: [],
  audience: {
    viewers: 2,
    heights: [{ height: 720, viewers: 2 }],
    bitrate: 3_000_000,
    loss: { p50: 0, p95: 0.01 },
    roundTrip: { p50: 40, p95: 90 },
    freezes: { reports: 2, frozen: 0, milliseconds: 0 },
  },
};

function enter() {
  const net = new FakeNetwork();
  const room = new LiveRoom({
    url: 'ws://shop.test/ws',
    streamId: STREAM,
    createWebSocket: net.createWebSocket,
    network: net.network,
    timers: new FakeClock(),
  });
  room.join();
  return { net, room };
}

it('shows how the video is once it has been told, and nothing old after coming back', () => {
  const { net, room } = enter();
  net.socket.accept();
  for (const event of [registered(), update(), pinned(0, []), history()]) net.socket.hear(event);
  expect(room.getSnapshot().videoHealth).toBeNull();
  net.socket.hear({ type: 'video_health', data: { streamId: STREAM, health: HEALTH } });
  expect(room.getSnapshot().videoHealth).toEqual(HEALTH);
  net.socket.hear(registered());
  expect(room.getSnapshot().videoHealth).toBeNull();
});

it('tells what the player saw, and keeps nothing of it while the connection is away', () => {
  const { net, room } = enter();
  const report = { period: 15_000, frozen: 400, freezes: 1, height: 720, framesPerSecond: 30 };
  room.reportPlayback(report);
  net.socket.accept();
  for (const event of [registered(), update(), pinned(0, []), history()]) net.socket.hear(event);
  expect(net.socket.sentOf('playback_report')).toEqual([]);
  room.reportPlayback(report);
  expect(net.socket.sentOf('playback_report')).toMatchObject([{ data: { ...report, streamId: STREAM } }]);
});
