import { LivestreamInput, LivestreamQuery } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orderInput, World } from '../http/role-world.ts';

describe('a rehearsal', () => {
  let world: World;
  let host: Awaited<ReturnType<World['person']>>;
  let id: string;

  beforeEach(async () => {
    world = await World.open();
    host = await world.person('host');
    const input = LivestreamInput.parse({ title: 'The Autumn Firing', visibility: 'public', rehearsal: true });
    id = (await world.services.livestreams.create(host.actor, input))._id;
    await world.services.livestreams.start(host.actor, id);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('is seen by the staff alone, and is not recorded', async () => {
    const show = await world.services.livestreams.get(host.actor, id);
    expect(show).toMatchObject({ rehearsal: true, visibility: 'private', settings: { recording: false } });
    const customer = (await world.person('customer')).actor;
    await expect(world.services.livestreams.get(customer, id)).rejects.toMatchObject({ code: 'not_found' });
  });
  it('stays one', async () => {
    const change = (patch: object) => world.services.livestreams.update(host.actor, id, patch);
    await expect(change({ visibility: 'public' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change({ settings: { recording: true } })).rejects.toMatchObject({ code: 'invalid' });
    expect(await change({ title: 'Once more' })).toMatchObject({ title: 'Once more', rehearsal: true });
  });
  it('sells nothing', async () => {
    const product = await world.product(host);
    const order = { ...orderInput(product), streamId: id };
    await expect(world.services.orders.place(host.actor, order, 'one')).rejects.toMatchObject({ code: 'conflict' });
    expect((await world.services.catalogue.get(host.actor, product._id)).stock).toBe(product.stock);
  });
  it('is in no list of past shows, and in no figures, once it is over', async () => {
    await world.services.livestreams.stop(host.actor, id);
    const ended = await world.services.livestreams.list(host.actor, LivestreamQuery.parse({ status: 'ended' }));
    const figures = await world.services.analytics.list(host.actor, { limit: 50 });
    expect([ended.items, figures.items]).toEqual([[], []]);
  });
  it('is given to staff who ask for those that are over, and to nobody else', async () => {
    await world.services.livestreams.stop(host.actor, id);
    const asked = LivestreamQuery.parse({ status: 'ended', rehearsals: 'all' });
    const given = async (actor: Parameters<typeof world.services.livestreams.list>[0]) =>
      (await world.services.livestreams.list(actor, asked)).items.map(({ _id }) => _id);
    expect(await given(host.actor)).toEqual([id]);
    expect([await given((await world.person('customer')).actor), await given(null)]).toEqual([[], []]);
  });
});
