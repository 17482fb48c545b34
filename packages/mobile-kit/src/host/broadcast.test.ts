import { Store } from '@vitrine/client';
import type { PublisherState, VideoPublisher } from '@vitrine/client/video';
import { describe, expect, it } from 'vitest';
import { Broadcast } from './broadcast.ts';

class FakePublisher extends Store<PublisherState> implements VideoPublisher {
  stopped = 0;
  constructor() {
    super({ status: 'idle' });
  }
  start(): void {
    this.set({ status: 'connecting' });
  }
  async stop(): Promise<void> {
    this.stopped += 1;
  }
  async replaceTrack(): Promise<void> {}
  async stats(): Promise<null> {
    return null;
  }
}
/** Time that passes when it is told to. */
class Clock {
  #waiting: { at: number; run: () => void }[] = [];
  #now = 0;
  now = (): number => this.#now;
  random = (): number => 0.5;
  after = (milliseconds: number, run: () => void): (() => void) => {
    const one = { at: this.#now + milliseconds, run };
    this.#waiting.push(one);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== one);
    };
  };
  async pass(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    for (const one of this.#waiting.filter(({ at }) => at <= this.#now)) {
      this.#waiting = this.#waiting.filter((other) => other !== one);
      one.run();
    }
    await settled();
  }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const STREAM = {} as MediaStream;

function stand({ isOnAir = false, startShow = async (): Promise<unknown> => undefined } = {}) {
  const clock = new Clock();
  const publishers: FakePublisher[] = [];
  const onAir = { now: isOnAir };
  const broadcast = new Broadcast({
    timers: clock,
    createPublisher: () => {
      const made = new FakePublisher();
      publishers.push(made);
      return made;
    },
    isOnAir: () => onAir.now,
    async startShow() {
      await startShow();
      onAir.now = true;
    },
  });
  return { clock, publishers, broadcast, status: () => broadcast.getSnapshot().status };
}

describe('a broadcast', () => {
  it('counts down, sends its picture, and only then begins the show', async () => {
    const { clock, publishers, broadcast, status } = stand();
    const going = broadcast.goLive(STREAM);
    await settled();
    expect(broadcast.getSnapshot()).toEqual({ status: 'counting', left: 3 });
    for (let step = 0; step < 3; step += 1) await clock.pass(1_000);
    expect(status()).toBe('connecting');
    publishers[0]?.set({ status: 'live' });
    await going;
    expect(status()).toBe('on');
  });

  it('is taken back during the countdown, and nothing was sent', async () => {
    const { clock, publishers, broadcast, status } = stand();
    void broadcast.goLive(STREAM);
    await settled();
    await broadcast.stop();
    await clock.pass(5_000);
    expect(status()).toBe('off');
    expect(publishers).toEqual([]);
  });

  it('says when the picture does not arrive, and when the show can’t begin', async () => {
    const late = stand({ isOnAir: true });
    const going = late.broadcast.goLive(STREAM);
    await settled();
    await late.clock.pass(30_000);
    await going;
    expect(late.broadcast.getSnapshot()).toMatchObject({ status: 'failed', at: 'picture' });

    const refused = stand({ startShow: () => Promise.reject(new Error('ended')) });
    const starting = refused.broadcast.goLive(STREAM);
    await settled();
    for (let step = 0; step < 3; step += 1) await refused.clock.pass(1_000);
    refused.publishers[0]?.set({ status: 'live' });
    await starting;
    expect(refused.broadcast.getSnapshot()).toMatchObject({ status: 'failed', at: 'start' });
    expect(refused.publishers[0]?.stopped).toBe(1);
  });

  it('is paused while the app is away, and goes on without another countdown', async () => {
    const { publishers, broadcast, status } = stand({ isOnAir: true });
    const going = broadcast.goLive(STREAM);
    await settled();
    publishers[0]?.set({ status: 'live' });
    await going;
    await broadcast.pause();
    expect(status()).toBe('paused');
    expect(publishers[0]?.stopped).toBe(1);
    const back = broadcast.resume(STREAM);
    await settled();
    expect(status()).toBe('connecting');
    publishers[1]?.set({ status: 'live' });
    await back;
    expect(status()).toBe('on');
  });

  it('is taken back when the app goes away before it has begun', async () => {
    const { clock, publishers, broadcast, status } = stand();
    void broadcast.goLive(STREAM);
    await settled();
    await broadcast.pause();
    await clock.pass(5_000);
    expect(status()).toBe('off');
    expect(publishers).toEqual([]);
  });

  it('is paused when the app goes away while the show begins, and goes on when it is back', async () => {
    let begin = (): void => undefined;
    const { clock, publishers, broadcast, status } = stand({ startShow: () => new Promise<void>((resolve) => (begin = resolve)) });
    const going = broadcast.goLive(STREAM);
    await settled();
    for (let step = 0; step < 3; step += 1) await clock.pass(1_000);
    publishers[0]?.set({ status: 'live' });
    await settled();
    expect(status()).toBe('starting');
    await broadcast.pause();
    begin();
    await going;
    expect(status()).toBe('paused');
    const back = broadcast.resume(STREAM);
    await settled();
    publishers[1]?.set({ status: 'live' });
    await back;
    expect(status()).toBe('on');
  });

  it('follows a connection that is lost and mended', async () => {
    const { publishers, broadcast, status } = stand({ isOnAir: true });
    const going = broadcast.goLive(STREAM);
    await settled();
    publishers[0]?.set({ status: 'live' });
    await going;
    publishers[0]?.set({ status: 'reconnecting', attempt: 1 });
    expect(status()).toBe('reconnecting');
    publishers[0]?.set({ status: 'live' });
    expect(status()).toBe('on');
  });
});
