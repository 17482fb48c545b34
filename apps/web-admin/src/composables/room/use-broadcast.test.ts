// @vitest-environment happy-dom
import type { PublisherState, VideoPublisher } from '@vitrine/client/video';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, ref } from 'vue';
import { type Broadcast, useBroadcast } from './use-broadcast.ts';

class FakePublisher implements VideoPublisher {
  started = false;
  stopped = false;
  #state: PublisherState = { status: 'idle' };
  readonly #listeners = new Set<() => void>();
  start(): void {
    this.started = true;
    this.tell({ status: 'connecting' });
  }
  async stop(): Promise<void> {
    this.stopped = true;
  }
  replaceTrack = async (): Promise<void> => undefined;
  stats = async (): Promise<null> => null;
  getSnapshot = (): PublisherState => this.#state;
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  tell(state: PublisherState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

describe('going live', () => {
  let publishers: FakePublisher[] = [];
  const onAir = ref(false);
  const startShow = vi.fn<() => Promise<void>>();
  function broadcast(): Broadcast {
    const made = effectScope().run(() =>
      useBroadcast({
        createPublisher: () => {
          const publisher = new FakePublisher();
          publishers.push(publisher);
          return publisher;
        },
        stream: () => ({}) as MediaStream,
        isOnAir: () => onAir.value,
        startShow,
      }),
    );
    if (!made) throw new Error('no scope');
    return made;
  }
  beforeEach(() => {
    vi.useFakeTimers();
    publishers = [];
    onAir.value = false;
    startShow.mockReset().mockResolvedValue(undefined);
  });
  afterEach(() => void vi.useRealTimers());

  it('counts down, connects the picture, and only then starts the show', async () => {
    const { state, goLive } = broadcast();
    void goLive();
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value).toEqual({ status: 'counting', left: 3 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(state.value).toEqual({ status: 'counting', left: 1 });
    expect(publishers).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.value.status).toBe('connecting');
    expect(startShow).not.toHaveBeenCalled();
    publishers[0]?.tell({ status: 'live' });
    await vi.advanceTimersByTimeAsync(0);
    expect(startShow).toHaveBeenCalledTimes(1);
    expect(state.value.status).toBe('on');
  });

  it('gives way to another of the staff who is on air first', async () => {
    const { state, goLive } = broadcast();
    void goLive();
    await vi.advanceTimersByTimeAsync(1_000);
    onAir.value = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state.value).toEqual({ status: 'off' });
    expect(publishers).toHaveLength(0);
    onAir.value = false;
    void goLive();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(state.value.status).toBe('connecting');
    onAir.value = true;
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value).toEqual({ status: 'off' });
    expect(publishers[0]?.stopped).toBe(true);
    expect(startShow).not.toHaveBeenCalled();
  });

  it('can be taken back while it counts', async () => {
    const { state, goLive, cancel } = broadcast();
    void goLive();
    await vi.advanceTimersByTimeAsync(1_000);
    cancel();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.value.status).toBe('off');
    expect(publishers).toHaveLength(0);
    expect(startShow).not.toHaveBeenCalled();
  });

  it('goes back on air without counting or starting again', async () => {
    onAir.value = true;
    const { state, goLive } = broadcast();
    void goLive();
    await vi.advanceTimersByTimeAsync(0);
    publishers[0]?.tell({ status: 'live' });
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value.status).toBe('on');
    expect(startShow).not.toHaveBeenCalled();
  });

  it('says that the picture did not get through, and tries again when asked', async () => {
    const { state, goLive } = broadcast();
    void goLive();
    await vi.advanceTimersByTimeAsync(3_000);
    publishers[0]?.tell({ status: 'reconnecting', attempt: 1 });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(state.value).toMatchObject({ status: 'failed', at: 'picture' });
    expect(publishers[0]?.stopped).toBe(true);
    expect(startShow).not.toHaveBeenCalled();
    void goLive();
    await vi.advanceTimersByTimeAsync(3_000);
    publishers[1]?.tell({ status: 'live' });
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value.status).toBe('on');
  });

  it('stops sending when the show cannot be started', async () => {
    startShow.mockRejectedValue(Object.assign(new Error('“Tea, Slowly” is still on air: end it first.'), { code: 'already_live' }));
    const { state, goLive } = broadcast();
    void goLive();
    await vi.advanceTimersByTimeAsync(3_000);
    publishers[0]?.tell({ status: 'live' });
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value).toMatchObject({ status: 'failed', at: 'start', message: '“Tea, Slowly” is still on air: end it first.' });
    expect(publishers[0]?.stopped).toBe(true);
  });

  it('shows a loss on the way and that it healed', async () => {
    onAir.value = true;
    const { state, goLive } = broadcast();
    void goLive();
    await vi.advanceTimersByTimeAsync(0);
    publishers[0]?.tell({ status: 'live' });
    await vi.advanceTimersByTimeAsync(0);
    publishers[0]?.tell({ status: 'reconnecting', attempt: 1 });
    expect(state.value.status).toBe('reconnecting');
    publishers[0]?.tell({ status: 'live' });
    expect(state.value.status).toBe('on');
  });
});
