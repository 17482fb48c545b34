import { type CrowdTimers, DEEDS, SmallTalk } from '@vitrine/crowd';
import { type CrowdPace, LivestreamInput, type RehearsalCrowdRequest, type TimelineEntry } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { Extra, type Scene } from '../../src/domain/rehearsals/extra.ts';
import { RehearsalService } from '../../src/domain/rehearsals/rehearsals.ts';
import { systemTimers } from '../../src/domain/rehearsals/timers.ts';
import { World } from '../http/role-world.ts';

/** Minutes that pass at once, and the same chances each time. */
class SimulatedTimers implements CrowdTimers {
  #now = 0;
  #state = 1;
  #pending: { at: number; run(): void }[] = [];

  readonly after = (milliseconds: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + milliseconds, run };
    this.#pending.push(timer);
    return () => {
      this.#pending = this.#pending.filter((each) => each !== timer);
    };
  };
  readonly random = (): number => {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state / 2_147_483_647;
  };
  pass(minutes: number): void {
    const until = this.#now + minutes * 60_000;
    for (;;) {
      const next = this.#pending.toSorted((one, other) => one.at - other.at)[0];
      if (!next || next.at > until) break;
      this.#pending = this.#pending.filter((each) => each !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
  }
}

describe('simulated viewers', () => {
  let world: World;
  let host: Awaited<ReturnType<World['person']>>;
  let id: string;

  beforeEach(async () => {
    world = await World.open();
    host = await world.person('host');
    const product = await world.product(host);
    const input = LivestreamInput.parse({ title: 'The Autumn Firing', rehearsal: true, lineup: [{ productId: product._id }] });
    id = (await world.services.livestreams.create(host.actor, input))._id;
    await world.services.livestreams.start(host.actor, id);
    await world.services.pins.set(host.actor, id, [product._id]);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const entries = (): Promise<TimelineEntry[]> => world.storage.timeline.after(id, 0, 100);
  const crowd = (viewers: number) => world.services.rehearsals.gather(host.actor, id, { viewers, pace: 'usual' });
  const watching = () => world.services.audience.count(id);

  it('watch, chat, like, look, ask, vote and seem to buy, though the show is nobody’s but the staff’s', async () => {
    const scene = { ...world.services, timers: { ...systemTimers, random: () => 0 } } as unknown as Scene;
    const extra = new Extra(scene, id, new SmallTalk(() => 0), 0);
    expect(extra.isWatching).toBe(false);
    extra.join();
    expect(extra.isWatching).toBe(true);
    expect(watching()).toBe(1);
    for (const deed of DEEDS) await extra.do(deed);
    const types = (await entries()).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['chat_message', 'order_placed']));
    expect(await world.services.likes.count(id)).toBe(1);
    const { items: questions } = await world.services.questions.list(host.actor, id, { state: 'open', limit: 10 });
    expect(questions).toHaveLength(1);
    const analytics = await world.services.analytics.of(host.actor, id);
    expect(analytics.clicks.clicks).toBeGreaterThan(0);
    extra.leave();
    expect(watching()).toBe(0);
  });
  it('leave no order, no less in stock, and nothing in the figures of the shop', async () => {
    const scene = { ...world.services, timers: { ...systemTimers, random: () => 0 } } as unknown as Scene;
    const extra = new Extra(scene, id, new SmallTalk(() => 0), 0);
    extra.join();
    await extra.do('buy');
    expect((await entries()).some(({ type }) => type === 'order_placed')).toBe(true);
    expect((await world.services.pins.presented(host.actor, id))[0]?.stock).toBe(5);
    expect((await world.services.analytics.of(host.actor, id)).orders.count).toBe(0);
    extra.leave();
    await world.services.livestreams.stop(host.actor, id);
    expect((await world.services.analytics.list(host.actor, { limit: 50 })).items).toEqual([]);
  });
  it('come when they are called, and go when they are sent away or the show ends', async () => {
    expect(await crowd(3)).toEqual({ viewers: 3, pace: 'usual' });
    expect(await world.services.rehearsals.crowd(host.actor, id)).toEqual({ viewers: 3, pace: 'usual' });
    await expect.poll(watching).toBeGreaterThan(0);
    await crowd(0);
    expect(watching()).toBe(0);
    await crowd(1);
    await expect.poll(watching).toBe(1);
    await world.services.livestreams.stop(host.actor, id);
    await expect.poll(watching).toBe(0);
    await expect(crowd(1)).rejects.toMatchObject({ code: 'not_live' });
  });
  it('are one crowd, whoever calls at the same moment', async () => {
    await Promise.all([crowd(3), crowd(5), crowd(2)]);
    const { viewers } = await world.services.rehearsals.crowd(host.actor, id);
    expect([2, 3, 5]).toContain(viewers);
    await crowd(0);
    expect(watching()).toBe(0);
    await Promise.allSettled([crowd(4), world.services.livestreams.stop(host.actor, id), crowd(6)]);
    await expect.poll(watching).toBe(0);
    expect(await world.services.rehearsals.crowd(host.actor, id)).toEqual({ viewers: 0, pace: 'usual' });
  });
  describe('at a pace', () => {
    const CROWD = 20;
    let timers: SimulatedTimers;
    let rehearsals: RehearsalService;
    /** What they have begun to do so far. */
    let deeds: MockInstance<Extra['do']>;

    beforeEach(() => {
      timers = new SimulatedTimers();
      deeds = vi.spyOn(Extra.prototype, 'do');
      const parts = { ...world.services, timers, onError: (error: unknown) => expect.fail(String(error)) };
      rehearsals = new RehearsalService(parts as unknown as ConstructorParameters<typeof RehearsalService>[0]);
    });
    afterEach(async () => {
      await rehearsals.leaveAll();
      vi.restoreAllMocks();
    });
    const gather = (pace: CrowdPace) => rehearsals.gather(host.actor, id, { viewers: CROWD, pace });
    const deedsIn = (minutes: number): number => {
      const before = deeds.mock.calls.length;
      timers.pass(minutes);
      return deeds.mock.calls.length - before;
    };

    it('do more the livelier they are, and the others hear and see it', async () => {
      const heard = async (): Promise<number> =>
        (await entries()).filter(({ type }) => type === 'chat_message' || type === 'order_placed').length;
      const seen: { done: number; heard: number }[] = [];
      for (const pace of ['calm', 'usual', 'lively'] as const) {
        const before = await heard();
        await gather(pace);
        const done = deedsIn(2);
        await rehearsals.gather(host.actor, id, { viewers: 0, pace });
        seen.push({ done, heard: (await heard()) - before });
      }
      const [calm, usual, lively] = seen;
      expect(usual?.done).toBeGreaterThan((calm?.done ?? 0) * 2);
      expect(lively?.done).toBeGreaterThan((usual?.done ?? 0) * 1.5);
      expect(lively?.heard).toBeGreaterThan(calm?.heard ?? 0);
    });
    it('take another one while they watch: nobody leaves, nobody comes, and each window reads the same', async () => {
      const joins = vi.spyOn(world.services.audience, 'join');
      expect(await gather('calm')).toEqual({ viewers: CROWD, pace: 'calm' });
      const calm = deedsIn(2);
      expect(watching()).toBe(CROWD);
      const came = joins.mock.calls.length;
      expect(await gather('lively')).toEqual({ viewers: CROWD, pace: 'lively' });
      expect(watching()).toBe(CROWD);
      expect(joins.mock.calls).toHaveLength(came);
      expect(await rehearsals.crowd(host.actor, id)).toEqual({ viewers: CROWD, pace: 'lively' });
      const lively = deedsIn(2);
      expect(lively).toBeGreaterThan(calm * 3);
      await gather('calm');
      expect(deedsIn(2)).toBeLessThan(lively / 3);
    });
    it('come at another one even while some are still on their way', async () => {
      await gather('calm');
      timers.pass(0.05);
      const here = watching();
      expect(here).toBeGreaterThan(0);
      expect(here).toBeLessThan(CROWD);
      await gather('lively');
      expect(watching()).toBe(here);
      timers.pass(0.2);
      expect(watching()).toBe(CROWD);
    });
  });
  it('come at the usual pace unless told another, which is one that there is', async () => {
    const put = async (body: RehearsalCrowdRequest | { viewers: number; pace: unknown }) => {
      const response = await fetch(`${world.url}/livestreams/${id}/crowd`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    };
    expect(await put({ viewers: 2 })).toEqual({ status: 200, body: { viewers: 2, pace: 'usual' } });
    expect(await put({ viewers: 2, pace: 'lively' })).toEqual({ status: 200, body: { viewers: 2, pace: 'lively' } });
    for (const pace of ['frantic', 5, null])
      expect(await put({ viewers: 2, pace })).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(await world.services.rehearsals.crowd(host.actor, id)).toEqual({ viewers: 2, pace: 'lively' });
    expect(await put({ viewers: 0, pace: 'lively' })).toEqual({ status: 200, body: { viewers: 0, pace: 'usual' } });
  });
  it('come to no real show', async () => {
    const other = await world.person('host');
    const real = await world.show(other, { isLive: true });
    await expect(world.services.rehearsals.gather(other.actor, real, { viewers: 1, pace: 'usual' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
  it('see no private show but their own', async () => {
    const other = await world.show(await world.person('host'), { isLive: true, visibility: 'private' });
    const actor = { ...(await world.person('guest')).actor, rehearses: id };
    await expect(world.services.livestreams.get(actor, other)).rejects.toMatchObject({ code: 'not_found' });
    await expect(world.services.livestreams.get(actor, id)).resolves.toMatchObject({ _id: id });
  });
});
