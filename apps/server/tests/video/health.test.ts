import type { VideoHealth } from '@vitrine/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseVideo } from '../../../../packages/test-env/src/fake-host/index.ts';
import { SfuUnderTest, STREAM } from './sfu-under-test.ts';

let video: SfuUnderTest;
const told: VideoHealth[] = [];
const listeners = new Set<() => void>();

beforeAll(async () => {
  video = await SfuUnderTest.start();
  video.sfu.onEvent((event) => {
    if (event.type !== 'health' || event.streamId !== STREAM) return;
    told.push(event.health);
    for (const look of [...listeners]) look();
  });
});
afterAll(async () => {
  await video[Symbol.asyncDispose]();
  releaseVideo();
});

/** The first health from now on of which this is true. */
function health(fits: (one: VideoHealth) => boolean): Promise<VideoHealth> {
  const from = told.length;
  return new Promise((resolve) => {
    const look = (): void => {
      const found = told.slice(from).find(fits);
      if (!found) return;
      listeners.delete(look);
      resolve(found);
    };
    listeners.add(look);
  });
}

test('The media process tells how a show is, from its first picture until everybody has gone', async () => {
  const host = await video.publish({ videoBitrate: 800_000 });
  const viewer = await video.watch('c'.repeat(24), 'host', { reports: true });

  const well = await health(
    ({ publishers: [first], audience }) =>
      (first?.layers[0]?.framesPerSecond ?? 0) > 10 && audience.heights.length > 0 && audience.bitrate > 0,
  );
  const [publisher] = well.publishers;
  expect(publisher).toMatchObject({ seat: 'host', up: true, videoCodec: 'VP8', audioCodec: 'opus', trouble: null });
  expect(publisher?.bitrate).toBeGreaterThan(200_000);
  expect(publisher?.layers).toHaveLength(1);
  expect(well.audience).toMatchObject({ viewers: 1, heights: [{ height: publisher?.layers[0]?.height, viewers: 1 }] });
  const { viewers, publishers, bytesSent, bytesReceived, load } = video.sfu.figures();
  expect({ viewers, publishers, load }).toEqual({ viewers: 1, publishers: 1, load: 'normal' });
  expect(bytesReceived).toBeGreaterThan(50_000);
  expect(bytesSent).toBeGreaterThan(20_000);

  await viewer.stop();
  await health(({ audience }) => audience.viewers === 0);
  await host.stop();
  const last = await health(({ publishers: left }) => left.length === 0);
  expect(last.audience).toMatchObject({ viewers: 0, heights: [], bitrate: 0 });
});

test('What the media process has carried is counted over its own end', async () => {
  await video.publish();
  await health(({ publishers: [first] }) => first?.up === true);
  await health(() => video.sfu.figures().bytesReceived > 0);
  const before = video.sfu.figures();
  process.kill(video.sfu.pid ?? 0, 'SIGKILL');
  await video.event('service_restarted');
  expect(video.sfu.figures()).toMatchObject({ restarts: 1, viewers: 0 });
  expect(video.sfu.figures().bytesReceived).toBeGreaterThanOrEqual(before.bytesReceived);
});
