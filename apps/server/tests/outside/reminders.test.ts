import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError } from '../../src/domain/errors.ts';
import { type Person, World } from '../http/role-world.ts';
import { Client } from '../realtime/live.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world[Symbol.asyncDispose]());

const inLobby = ({ token }: Person): Promise<Client> => Client.in(world.socketUrl, { token });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

describe('A reminder', () => {
  test('is told in the lobby, on every socket of who asked and of nobody else, when the show starts', async () => {
    const [host, amir, dana] = [await world.person('host'), await world.person('guest'), await world.person('customer')];
    const streamId = await world.show(host);
    expect(await world.services.reminders.set(amir.actor, streamId)).toEqual({ streamId, isSet: true });
    expect(await world.services.reminders.set(amir.actor, streamId)).toEqual({ streamId, isSet: true });
    const [one, two, other] = [await inLobby(amir), await inLobby(amir), await inLobby(dana)];
    await world.services.livestreams.start(host.actor, streamId);
    for (const client of [one, two]) {
      const told = await client.event('reminder', (data) => data.streamId === streamId);
      expect(told.livestream).toMatchObject({ _id: streamId, status: 'live' });
    }
    await other.event('stream_started', (data) => data.streamId === streamId);
    // What comes before the answer to a ping would have been there by now.
    await other.ask('ping', {}, 'p');
    expect(other.all('reminder')).toEqual([]);
    for (const client of [one, two, other]) await client.close();
  });

  test('of a show that is taken back is not told', async () => {
    const [host, amir] = [await world.person('host'), await world.person('guest')];
    const streamId = await world.show(host);
    await world.services.reminders.set(amir.actor, streamId);
    expect((await world.services.reminders.list(amir.actor)).items.map(({ _id }) => _id)).toEqual([streamId]);
    expect(await world.services.reminders.unset(amir.actor, streamId)).toEqual({ streamId, isSet: false });
    expect(await world.services.reminders.list(amir.actor)).toEqual({ items: [] });
    const client = await inLobby(amir);
    await world.services.livestreams.start(host.actor, streamId);
    await client.event('stream_started', (data) => data.streamId === streamId);
    await client.ask('ping', {}, 'p');
    expect(client.all('reminder')).toEqual([]);
    await client.close();
  });

  test('is for shows that have not begun, for who may see them and has a name', async () => {
    const [host, amir] = [await world.person('host'), await world.person('guest')];
    const streamId = await world.show(host);
    const { actor: viewer } = world.services.accounts.issueViewer();
    expect(await codeOf(world.services.reminders.set(viewer, streamId))).toBe('name_required');
    expect(await codeOf(world.services.reminders.set(amir.actor, await world.show(host, { visibility: 'private' })))).toBe('not_found');
    await world.services.livestreams.start(host.actor, streamId);
    expect(await codeOf(world.services.reminders.set(amir.actor, streamId))).toBe('already_live');
    await world.services.livestreams.stop(host.actor, streamId);
    expect(await codeOf(world.services.reminders.set(amir.actor, streamId))).toBe('ended');
  });

  test('has a limit, which shows that are over do not count towards', async () => {
    const [host, amir] = [await world.person('host'), await world.person('guest')];
    const shows: string[] = [];
    for (let index = 0; index < 100; index += 1) shows.push(await world.show(host));
    for (const streamId of shows) await world.services.reminders.set(amir.actor, streamId);
    const next = await world.show(host);
    expect(await codeOf(world.services.reminders.set(amir.actor, next))).toBe('conflict');
    await world.services.livestreams.stop(host.actor, shows[0] ?? '');
    expect(await codeOf(world.services.reminders.set(amir.actor, next))).toBe('done');
    expect((await world.services.reminders.list(amir.actor)).items).toHaveLength(100);
  });
});

test('A show tells webhooks when it starts and when it ends, and nothing when it is called off before', async () => {
  const [host, admin] = [await world.person('host'), await world.person('admin')];
  const events = ['livestream.started' as const, 'livestream.ended' as const];
  const { _id } = await world.services.webhooks.create(admin.actor, { url: 'http://127.0.0.1:9/', events });
  const [shown, calledOff] = [await world.show(host), await world.show(host)];
  await world.services.livestreams.start(host.actor, shown);
  await world.services.livestreams.stop(host.actor, shown);
  await world.services.livestreams.stop(host.actor, calledOff);
  const { items } = await world.storage.jobs.list({ kind: 'webhook', target: _id, limit: 10 });
  const told = items.map(({ payload }) => JSON.parse(JSON.parse(payload).body));
  expect(told.map(({ type, data }) => [type, data._id]).reverse()).toEqual([
    ['livestream.started', shown],
    ['livestream.ended', shown],
  ]);
});
