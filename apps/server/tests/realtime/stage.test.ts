import { CLOSE } from '@vitrine/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Node, type Person, TwoNodes } from '../moderation/two-nodes.ts';
import { Client } from './live.ts';

let shop: TwoNodes;
let host: Person;
let clara: Person;
let streamId: string;
beforeAll(async () => {
  shop = await TwoNodes.open();
}, 30_000);
afterAll(() => shop?.[Symbol.asyncDispose]());

const enter = (node: Node, person: Person, resume?: { epoch: string; offset: number }): Promise<Client> =>
  Client.in(node.url, { streamId, token: person.token, ...(resume && { resume }) });

describe('The stage, over two nodes,', () => {
  beforeAll(async () => {
    host = await shop.account('host', 'Hanna');
    clara = await shop.account('customer', 'Clara');
    streamId = await shop.show(host);
  });

  test('tells who is invited on the other node, and everybody who is on it', async () => {
    const [here, there, other] = [await enter(shop.one, host), await enter(shop.two, clara), await enter(shop.two, await shop.guest('Bo'))];
    expect(there.all('stage_changed')).toMatchObject([{ guests: [] }]);
    await shop.one.services.stage.invite(host.actor, streamId, clara.actor.id);
    const guest = { _id: clara.actor.id, name: 'Clara', state: 'invited', muted: false };
    expect(await there.event('stage_invitation')).toEqual({ streamId, guest, from: 'Hanna' });
    for (const client of [here, there, other])
      expect((await client.event('stage_changed', ({ guests }) => guests.length > 0)).guests).toEqual([guest]);
    await shop.two.services.stage.accept(clara.actor, streamId);
    await there.event('stage_invitation', (told) => told.guest?.state === 'accepted');
    await here.event('stage_changed', ({ guests }) => guests[0]?.state === 'accepted');
    expect([here, other].flatMap((client) => client.all('stage_invitation'))).toEqual([]);
    for (const client of [here, there, other]) await client.close();
  });

  test('is told to who comes, and to who comes back', async () => {
    const first = await enter(shop.two, clara);
    expect((await first.event('stage_invitation')).guest).toMatchObject({ state: 'accepted', muted: false });
    const { epoch, offset } = await first.event('chat_history');
    await first.close();
    await shop.one.services.stage.mute(host.actor, streamId, clara.actor.id, true);
    for (const node of [shop.one, shop.two]) {
      const back = await enter(node, clara, { epoch, offset });
      await back.event('stage_invitation', (told) => told.guest?.muted === true);
      await back.event('stage_changed', ({ guests }) => guests[0]?.muted === true);
      await back.close();
    }
  });

  test('says that one is put off, and no more to who comes later', async () => {
    const client = await enter(shop.two, clara);
    await shop.one.services.stage.remove(host.actor, streamId, clara.actor.id);
    expect(await client.event('stage_invitation', ({ guest }) => guest === null)).toEqual({ streamId, guest: null, from: 'Hanna' });
    await client.event('stage_changed', ({ offset, guests }) => offset > 0 && guests.length === 0);
    const later = await enter(shop.two, clara);
    expect(later.all('stage_invitation')).toEqual([]);
    for (const one of [client, later]) await one.close();
  });
});

test('A show that becomes private is closed to who may not see it, on both nodes, and stays open to the staff', async () => {
  const [owner, mira] = [await shop.account('host'), await shop.account('customer', 'Mira')];
  const hidden = await shop.show(owner);
  const visit = (node: Node, { token }: Person) => Client.in(node.url, { streamId: hidden, token });
  const [staff, here, there] = [await visit(shop.two, owner), await visit(shop.one, mira), await visit(shop.two, mira)];
  await shop.one.services.livestreams.update(owner.actor, hidden, { visibility: 'private' });
  expect(await Promise.all([here.closed, there.closed])).toEqual([CLOSE.tryAgain, CLOSE.tryAgain]);
  expect((await (await Client.open(shop.two.url)).ask('register', { streamId: hidden, token: mira.token }, 'in')).data).toMatchObject({
    code: 'not_found',
  });
  expect((await staff.ask('ping', {}, 'still-here')).type).toBe('ack');
  await staff.close();
});
