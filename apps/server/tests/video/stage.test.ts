import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseVideo, type WatchedStream } from '../../../../packages/test-env/src/fake-host/index.ts';
import { HOST, SfuUnderTest, STREAM } from './sfu-under-test.ts';

const GUEST = 'd'.repeat(24);
const VIEWER = 'c'.repeat(24);

let test: SfuUnderTest;
beforeEach(async () => {
  test = await SfuUnderTest.start();
});
afterEach(() => test[Symbol.asyncDispose]());
afterAll(releaseVideo);

/** That many more pictures have come. */
function picturesUp(viewer: WatchedStream, more: number): Promise<void> {
  const { videoFrames } = viewer.counts;
  return viewer.until((counts) => counts.videoFrames > videoFrames + more);
}
/** A clock that can be held, so that a host sends nothing while its connection stays. */
function holdableClock() {
  let held: number | null = null;
  let skipped = 0;
  return {
    now: () => (held ?? performance.now()) - skipped,
    hold: () => {
      held = performance.now();
    },
    release: () => {
      if (held !== null) skipped += performance.now() - held;
      held = null;
    },
  };
}

describe('a guest on stage', () => {
  it('is seen and heard beside the host, and taken off without touching the host', async () => {
    await test.publish();
    await test.publish({ guest: GUEST });
    const [host, guest] = [await test.watch(VIEWER), await test.watch(VIEWER, GUEST)];
    for (const viewer of [host, guest]) await viewer.until(({ videoFrames, audioPackets }) => videoFrames > 10 && audioPackets > 10);
    await test.sfu.closeSeat(STREAM, GUEST);
    await test.event('publisher_lost', GUEST);
    await picturesUp(host, 20);
    await expect(test.watch(VIEWER, GUEST)).rejects.toMatchObject({ status: 503 });
    expect(test.events.filter((event) => 'seat' in event && event.seat === 'host').map(({ type }) => type)).toEqual(['publisher_up']);
  });

  it('is not heard while it is silenced, also with a new session, and is seen all the time', async () => {
    await test.publish({ guest: GUEST });
    const viewer = await test.watch(VIEWER, GUEST);
    await viewer.until(({ audioPackets }) => audioPackets > 10);
    await test.sfu.setMuted(STREAM, GUEST, true);
    // What was under way has come after some more pictures.
    await picturesUp(viewer, 5);
    const heard = viewer.counts.audioPackets;
    await picturesUp(viewer, 30);
    await test.publish({ guest: GUEST });
    await picturesUp(viewer, 30);
    expect(viewer.counts.audioPackets).toBe(heard);
    await test.sfu.setMuted(STREAM, GUEST, false);
    await viewer.until(({ audioPackets }) => audioPackets > heard + 20);
    expect(test.events.map(({ type }) => type)).toEqual(['publisher_up']);
  });
});

describe('somebody who is put out', () => {
  it('loses what it watches and what it publishes, and nobody else does', async () => {
    await test.publish();
    await test.publish({ guest: GUEST });
    const [put, other] = [await test.watch(GUEST), await test.watch(VIEWER)];
    for (const viewer of [put, other]) await viewer.until(({ videoFrames }) => videoFrames > 5);
    await test.sfu.evict(STREAM, GUEST);
    await test.event('publisher_lost', GUEST);
    await picturesUp(other, 5);
    const { videoPackets } = put.counts;
    await picturesUp(other, 30);
    expect(put.counts.videoPackets).toBe(videoPackets);
  });
});

describe('a host who falls silent', () => {
  it('is lost, and is back in the same session, with viewers that never left', async () => {
    const clock = holdableClock();
    await test.publish({ now: clock.now });
    const viewer = await test.watch(VIEWER);
    await viewer.until(({ videoFrames }) => videoFrames > 10);
    clock.hold();
    await test.event('publisher_lost');
    const { videoFrames } = viewer.counts;
    clock.release();
    await test.event('publisher_up', 'host', 2);
    await viewer.until((counts) => counts.videoFrames > videoFrames + 20);
    expect(viewer.counts).toMatchObject({ gaps: 0, backwards: 0 });
    expect(test.events).toEqual(
      ['publisher_up', 'publisher_lost', 'publisher_up'].map((type) => ({ type, streamId: STREAM, seat: 'host', userId: HOST })),
    );
  });

  it('has no viewers any more once they have been put out, and none come before the picture does', async () => {
    const clock = holdableClock();
    await test.publish({ now: clock.now });
    const viewer = await test.watch(VIEWER);
    await viewer.until(({ videoFrames }) => videoFrames > 10);
    clock.hold();
    await test.event('publisher_lost');
    // Within the grace who comes waits beside the others.
    const late = await test.watch(GUEST);
    await test.sfu.closeViewers(STREAM);
    await expect(test.watch(VIEWER)).rejects.toMatchObject({ status: 503 });
    clock.release();
    await test.event('publisher_up', 'host', 2);
    const back = await test.watch(VIEWER);
    const before = [viewer, late].map(({ counts }) => counts.videoPackets);
    await picturesUp(back, 20);
    expect([viewer, late].map(({ counts }) => counts.videoPackets)).toEqual(before);
  });

  it('does not keep viewers out who were put out while the picture was there', async () => {
    await test.publish();
    const viewer = await test.watch(VIEWER);
    await viewer.until(({ videoFrames }) => videoFrames > 10);
    await test.sfu.closeViewers(STREAM);
    const back = await test.watch(VIEWER);
    const { videoPackets } = viewer.counts;
    await picturesUp(back, 20);
    expect(viewer.counts.videoPackets).toBe(videoPackets);
  });
});
