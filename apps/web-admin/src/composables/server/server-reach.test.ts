import { describe, expect, it, vi } from 'vitest';
import { heedful, ServerReach } from './server-reach.ts';

/** A server that answers or not, a network that is there or not, and time that passes when told. */
function unsteady() {
  const world = { answers: true, isOnline: true };
  const planned: { at: number; run: () => void }[] = [];
  let now = 0;
  const ask = vi.fn(async () => {
    if (!world.isOnline) throw new TypeError('Failed to fetch');
    return world.answers;
  });
  const reach = new ServerReach({
    ask,
    isOnline: () => world.isOnline,
    timers: {
      now: () => now,
      random: () => 0,
      after(milliseconds, run) {
        const one = { at: now + milliseconds, run };
        planned.push(one);
        return () => void planned.splice(planned.indexOf(one), planned.includes(one) ? 1 : 0);
      },
    },
  });
  /** To the next question that is planned; gives how long that was. */
  async function untilNext(): Promise<number> {
    const next = planned.shift();
    if (!next) throw new Error('Nothing is planned.');
    const waited = next.at - now;
    now = next.at;
    next.run();
    await reach.check();
    return waited;
  }
  return { world, reach, ask, untilNext, planned };
}

describe('whether the server is within reach', () => {
  it('tells a computer without a network from a server that does not answer', async () => {
    const { world, reach } = unsteady();
    world.answers = false;
    expect(await reach.check()).toBe(false);
    expect(reach.away.value).toBe('unreachable');
    world.isOnline = false;
    await reach.check();
    expect(reach.away.value).toBe('offline');
  });

  it('believes the server, not the browser: a shop may run on a computer without a network', async () => {
    const { world, reach, ask } = unsteady();
    ask.mockResolvedValue(true);
    world.isOnline = false;
    expect(await reach.check()).toBe(true);
    expect(reach.away.value).toBeUndefined();
  });

  it('asks ever more seldom, half a minute apart at most, and tells who waits once it is back', async () => {
    const { world, reach, untilNext, planned } = unsteady();
    const back = vi.fn();
    reach.onReturn(back);
    world.answers = false;
    await reach.check();
    const pauses = [];
    for (let time = 0; time < 6; time++) pauses.push(await untilNext());
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(back).not.toHaveBeenCalled();
    world.answers = true;
    await untilNext();
    expect(reach.away.value).toBeUndefined();
    expect(back).toHaveBeenCalledOnce();
    expect(planned).toHaveLength(0);
  });

  it('asks once for all who want to know at the same time', async () => {
    const { reach, ask } = unsteady();
    expect(await Promise.all([reach.check(), reach.check()])).toEqual([true, true]);
    expect(ask).toHaveBeenCalledOnce();
    expect(reach.asking.value).toBe(false);
  });

  it('tells nobody who has stopped waiting, and nobody when it never was away', async () => {
    const { world, reach } = unsteady();
    const [left, stays] = [vi.fn(), vi.fn()];
    const leave = reach.onReturn(left);
    reach.onReturn(stays);
    await reach.check();
    expect(stays).not.toHaveBeenCalled();
    world.answers = false;
    await reach.check();
    leave();
    reach.heard();
    expect(left).not.toHaveBeenCalled();
    expect(stays).toHaveBeenCalledOnce();
  });
});

describe('a fetch that tells of what it meets', () => {
  it('asks the server before one address that fails means that it is away', async () => {
    const { reach, ask } = unsteady();
    const asks = heedful(reach, async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(asks('/livestreams')).rejects.toThrow('Failed to fetch');
    await vi.waitFor(() => expect(reach.asking.value).toBe(false));
    expect(ask).toHaveBeenCalledOnce();
    expect(reach.away.value).toBeUndefined();
  });

  it('takes any answer for a server that is back, but for those of a proxy in front of one that is not', async () => {
    const { world, reach } = unsteady();
    world.answers = false;
    await reach.check();
    await heedful(reach, async () => new Response('', { status: 502 }))('/orders');
    expect(reach.away.value).toBe('unreachable');
    await heedful(reach, async () => new Response('', { status: 404 }))('/orders');
    expect(reach.away.value).toBeUndefined();
  });
});
