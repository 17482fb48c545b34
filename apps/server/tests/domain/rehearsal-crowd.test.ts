import { DEEDS, SmallTalk } from '@vitrine/crowd';
import { LivestreamInput, type TimelineEntry } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Extra, type Scene } from '../../src/domain/rehearsals/extra.ts';
import { systemTimers } from '../../src/domain/rehearsals/timers.ts';
import { World } from '../http/role-world.ts';

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
  const crowd = (viewers: number) => world.services.rehearsals.gather(host.actor, id, { viewers });
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
    expect(await crowd(3)).toEqual({ viewers: 3 });
    expect(await world.services.rehearsals.crowd(host.actor, id)).toEqual({ viewers: 3 });
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
    expect(await world.services.rehearsals.crowd(host.actor, id)).toEqual({ viewers: 0 });
  });
  it('come to no real show', async () => {
    const other = await world.person('host');
    const real = await world.show(other, { isLive: true });
    await expect(world.services.rehearsals.gather(other.actor, real, { viewers: 1 })).rejects.toMatchObject({ code: 'conflict' });
  });
  it('see no private show but their own', async () => {
    const other = await world.show(await world.person('host'), { isLive: true, visibility: 'private' });
    const actor = { ...(await world.person('guest')).actor, rehearses: id };
    await expect(world.services.livestreams.get(actor, other)).rejects.toMatchObject({ code: 'not_found' });
    await expect(world.services.livestreams.get(actor, id)).resolves.toMatchObject({ _id: id });
  });
});
