import { LiveRoom } from '@vitrine/client';
import type { PublishingStats } from '@vitrine/client/video';
import type { VideoHealth } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import { uploadCurve, useUpload } from './use-upload.ts';

const FIRST_SNAPSHOT = new LiveRoom({ url: 'ws://shop.test/ws', streamId: 'a'.repeat(24), as: 'admin' }).getSnapshot();
const stats = (bitrate: number) => ({ bitrate }) as PublishingStats;
const health = (bitrate: number) => ({ publishers: [{ seat: 'host', bitrate }] }) as unknown as VideoHealth;

function follow() {
  let now = 0;
  const own = shallowRef<PublishingStats | null>(null);
  const snapshot = shallowRef(FIRST_SNAPSHOT);
  const upload = effectScope().run(() => useUpload({ snapshot, broadcast: { stats: own } }, () => now));
  const at = async (seconds: number, change: () => void): Promise<void> => {
    now = seconds * 1_000;
    change();
    await nextTick();
  };
  return {
    measured: (seconds: number, bitrate: number) =>
      at(seconds, () => {
        own.value = stats(bitrate);
      }),
    stopped: (seconds: number) =>
      at(seconds, () => {
        own.value = null;
      }),
    told: (seconds: number, bitrate: number) =>
      at(seconds, () => {
        snapshot.value = { ...snapshot.value, videoHealth: health(bitrate) };
      }),
    heardElse: (seconds: number) =>
      at(seconds, () => {
        snapshot.value = { ...snapshot.value, likes: seconds };
      }),
    readings: () => (upload?.value ?? []).map((reading) => [reading.at / 1_000, reading.bitrate]),
  };
}

describe('the readings of the upload', () => {
  it('are none before the first that tells something', async () => {
    const { readings, measured } = follow();
    expect(readings()).toEqual([]);
    await measured(2, 0);
    expect(readings()).toEqual([]);
    await measured(4, 800);
    await measured(6, 0);
    expect(readings()).toEqual([
      [4, 800],
      [6, 0],
    ]);
  });

  it('count each time that one comes, also when it says the same, and forget what is older than two minutes', async () => {
    const { readings, measured } = follow();
    for (const second of [0, 2, 60, 121]) await measured(second, 800);
    expect(readings()).toEqual([
      [2, 800],
      [60, 800],
      [121, 800],
    ]);
  });

  it('are this window’s own while it sends, and the server’s when another one does', async () => {
    const { readings, measured, told, stopped, heardElse } = follow();
    await measured(2, 900);
    await told(3, 700);
    await measured(4, 910);
    expect(readings()).toEqual([
      [2, 900],
      [4, 910],
    ]);
    await stopped(5);
    await told(6, 710);
    await heardElse(7);
    await told(9, 720);
    expect(readings().slice(2)).toEqual([
      [6, 710],
      [9, 720],
    ]);
  });
});

describe('the line of the upload', () => {
  const BOX = { width: 120, height: 10 };
  it('is not drawn from one reading', () => {
    expect(uploadCurve([], BOX)).toBeNull();
    expect(uploadCurve([{ at: 0, bitrate: 5 }], BOX)).toBeNull();
  });

  it('ends at the right with the last reading and stands on zero', () => {
    const readings = [60_000, 65_000, 70_000].map((at, place) => ({ at, bitrate: [50, 100, 0][place] ?? 0 }));
    expect(uploadCurve(readings, BOX)).toEqual({ line: 'M110.0 5.0L115.0 0.0L120.0 10.0', least: 0, most: 100, seconds: 10 });
  });

  it('has a gap where nothing was heard, and is level on the ground when nothing left', () => {
    const at = [0, 5_000, 60_000, 65_000];
    const heights = at.map((time) => ({ at: time, bitrate: 100 }));
    expect(uploadCurve(heights, BOX)?.line).toBe('M55.0 0.0L60.0 0.0M115.0 0.0L120.0 0.0');
    expect(
      uploadCurve(
        heights.slice(-2).map((reading) => ({ ...reading, bitrate: 0 })),
        BOX,
      )?.line,
    ).toBe('M115.0 10.0L120.0 10.0');
  });
});
