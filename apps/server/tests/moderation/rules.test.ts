import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError } from '../../src/domain/errors.ts';
import { Client } from '../realtime/live.ts';
import { type Node, type Person, TwoNodes } from './two-nodes.ts';

let shop: TwoNodes;
let admin: Person;
let moderator: Person;
beforeAll(async () => {
  shop = await TwoNodes.open();
  admin = await shop.account('admin', 'Inès');
  moderator = await shop.account('moderator', 'Milo');
}, 30_000);
afterAll(() => shop?.[Symbol.asyncDispose]());

const enter = (node: Node, streamId: string, person: Person, resume?: { epoch: string; offset: number }): Promise<Client> =>
  Client.in(node.url, { streamId, token: person.token, ...(resume && { resume }) });
const refusal = (work: Promise<unknown>): Promise<{ code: string; retryAfter?: number | undefined }> =>
  work.then(
    () => ({ code: 'done' }),
    (error: unknown) => (error instanceof DomainError ? { code: error.code, retryAfter: error.retryAfter } : { code: String(error) }),
  );
let commands = 0;
const newCommand = (): string => {
  commands += 1;
  return `c${commands}`;
};
const say = (node: Node, person: Person, streamId: string, message: string, id = newCommand()) =>
  node.services.chat.post(person.actor, streamId, message, id);
/** A show of its own host: a host has one at a time. */
const show = async (settings: Parameters<TwoNodes['show']>[1] = {}): Promise<string> => shop.show(await shop.account('host'), settings);

describe('The chat of a show', () => {
  test('in slow mode takes one message of a viewer in its time, and says how long to wait; the staff does not wait', async () => {
    const streamId = await show({ slowMode: 30 });
    const mira = await shop.guest('Mira');
    await say(shop.one, mira, streamId, 'One');
    const { code, retryAfter } = await refusal(say(shop.one, mira, streamId, 'Two'));
    expect(code).toBe('rate_limited');
    expect(retryAfter).toBeGreaterThan(20);
    expect(retryAfter).toBeLessThanOrEqual(30);
    await say(shop.one, await shop.guest('Noor'), streamId, 'Another viewer');
    await say(shop.one, moderator, streamId, 'One');
    await say(shop.one, moderator, streamId, 'Two');
    const other = await show();
    await say(shop.one, mira, other, 'Another show');
    await say(shop.one, mira, other, 'and again');
  });

  test('is open to everyone, to accounts or to the staff alone', async () => {
    const streamId = await show({ chatMode: 'accounts' });
    const [guest, customer] = [await shop.guest('Mira'), await shop.account('customer', 'Clara')];
    expect((await refusal(say(shop.one, guest, streamId, 'Hi'))).code).toBe('chat_closed');
    await say(shop.one, customer, streamId, 'Hi');
    await shop.one.services.livestreams.update(admin.actor, streamId, { settings: { chatMode: 'staff' } });
    expect((await refusal(say(shop.one, customer, streamId, 'Hello'))).code).toBe('chat_closed');
    await say(shop.one, moderator, streamId, 'Only we');
    // The other node knows the new rule as soon as it has looked.
    await expect.poll(async () => (await refusal(say(shop.two, customer, streamId, `Hello ${commands}`))).code).toBe('chat_closed');
  });

  test('takes the same text of the same viewer once in a while, from any node, but a command that is sent again any time', async () => {
    const streamId = await show();
    const mira = await shop.guest('Mira');
    const first = await say(shop.one, mira, streamId, 'Is it glazed?', 'asked');
    expect(await say(shop.one, mira, streamId, 'Is it glazed?', 'asked')).toEqual(first);
    expect((await refusal(say(shop.one, mira, streamId, 'is it   GLAZED?'))).code).toBe('duplicate');
    const tab = await enter(shop.two, streamId, mira);
    expect((await refusal(say(shop.two, mira, streamId, 'Is it glazed?'))).code).toBe('duplicate');
    await say(shop.two, await shop.guest('Noor'), streamId, 'Is it glazed?');
    shop.pass(31);
    await say(shop.one, mira, streamId, 'Is it glazed?');
    await tab.close();
  });

  test('lets links through, holds them or refuses them, as the show says', async () => {
    const mira = await shop.guest('Mira');
    const held = await show();
    expect(await say(shop.one, mira, held, 'see example dot com')).toEqual({ held: true });
    expect(await say(shop.one, moderator, held, 'see example.com')).toHaveProperty('offset');
    const refused = await show({ links: 'refuse' });
    expect((await refusal(say(shop.one, mira, refused, 'see example.com'))).code).toBe('blocked');
    const allowed = await show({ links: 'allow' });
    expect(await say(shop.one, mira, allowed, 'see example.com')).toHaveProperty('offset');
  });

  test('holds the blocked words of the shop and of the show, which viewers are never told', async () => {
    await shop.one.services.shop.change(admin.actor, { blockedWords: ['rollex'] });
    const streamId = await show({ blockedWords: ['scam'] });
    const mira = await shop.guest('Mira');
    const client = await enter(shop.one, streamId, mira);
    expect(await say(shop.one, mira, streamId, 'Buy a r.0.l.l.e.x here')).toEqual({ held: true });
    expect(await say(shop.one, mira, streamId, 'it is a ЅСÁМ!')).toEqual({ held: true });
    expect(await say(shop.one, mira, streamId, 'He scampered off')).toHaveProperty('offset');
    await shop.one.services.livestreams.update(admin.actor, streamId, { settings: { slowMode: 5 } });
    expect(await client.event('settings_updated', ({ settings }) => settings.slowMode === 5)).toMatchObject({
      settings: { blockedWords: [] },
    });
    expect((await shop.one.services.livestreams.get(mira.actor, streamId)).settings.blockedWords).toEqual([]);
    expect((await shop.one.services.livestreams.get(moderator.actor, streamId)).settings.blockedWords).toEqual(['scam']);
    await client.close();
  });
});

describe('A held message', () => {
  test('is acknowledged as held, also when it is sent again, and stands in the chat once it is approved, from two nodes at once', async () => {
    const streamId = await show();
    const [mira, noor] = [await shop.guest('Mira'), await shop.guest('Noor')];
    const [sender, other] = [await enter(shop.one, streamId, mira), await enter(shop.two, streamId, noor)];
    const answer = await sender.ask('chat_message', { message: 'see held-one.com' }, 'held');
    expect(answer).toEqual({ type: 'ack', data: { id: 'held', held: true } });
    const again = await enter(shop.two, streamId, mira);
    expect(await again.ask('chat_message', { message: 'see held-one.com' }, 'held')).toEqual({
      type: 'ack',
      data: { id: 'held', held: true },
    });
    const { items } = await shop.two.services.moderation.held(moderator.actor, streamId, { limit: 10 });
    expect(items).toMatchObject([{ message: 'see held-one.com', reason: 'link', username: 'Mira' }]);
    const id = items[0]?._id ?? '';
    const outcomes = await Promise.all(
      [shop.one, shop.two, shop.one, shop.two].map((node) =>
        node.services.moderation.decideHeld(moderator.actor, id, { approve: true }).catch((error: DomainError) => error.code),
      ),
    );
    const offsets = outcomes.flatMap((outcome) => (typeof outcome === 'object' ? [outcome.offset] : []));
    expect(new Set(offsets).size).toBe(1);
    for (const client of [sender, other]) await client.event('chat_message', ({ message }) => message === 'see held-one.com');
    const entries = await shop.storage.timeline.after(streamId, 0, 100);
    expect(entries.filter((entry) => entry.type === 'chat_message' && entry.data.message === 'see held-one.com')).toHaveLength(1);
    expect((await shop.one.services.moderation.waiting(streamId)).held).toBe(0);
    expect(await say(shop.one, mira, streamId, 'see held-one.com', 'held')).toEqual({ offset: offsets[0] });
    for (const client of [sender, other, again]) await client.close();
  });

  test('that is refused vanishes, and one whose approval was cut short is written once', async () => {
    const streamId = await show();
    const mira = await shop.guest('Mira');
    await say(shop.one, mira, streamId, 'see refused-one.com', 'r');
    await say(shop.one, mira, streamId, 'see half-done.com', 'h');
    const { items } = await shop.one.services.moderation.held(moderator.actor, streamId, { limit: 10 });
    // Both of the same moment: in no order that is sure.
    const idOf = (message: string): string | undefined => items.find((item) => item.message === message)?._id;
    const [refused, half] = [idOf('see refused-one.com'), idOf('see half-done.com')];
    expect(await shop.one.services.moderation.decideHeld(moderator.actor, refused ?? '', { approve: false })).toEqual({ offset: null });
    // As if the node had died between the entry and the removal.
    const record = await shop.storage.heldMessages.byId(half ?? '');
    const { offset } = await shop.one.services.moderation.decideHeld(moderator.actor, half ?? '', { approve: true });
    if (record) await shop.storage.heldMessages.insert(record);
    expect(await shop.two.services.moderation.decideHeld(moderator.actor, half ?? '', { approve: true })).toEqual({ offset });
    const said = (await shop.storage.timeline.after(streamId, 0, 100)).filter(({ actorId }) => actorId === mira.actor.id);
    expect(said.map(({ key }) => key)).toEqual([`${mira.actor.id}:h`]);
  });

  test('and a report are counted for the staff in the room, on both nodes, and for nobody else', async () => {
    const streamId = await show();
    const [mira, noor] = [await shop.guest('Mira'), await shop.guest('Noor')];
    const desk = await Client.in(shop.one.url, { streamId, token: moderator.token }, 'register_admin');
    const viewer = await enter(shop.one, streamId, noor);
    expect(await desk.event('moderation_update')).toEqual({ streamId, held: 0, reports: 0, restricted: 0 });
    await say(shop.one, mira, streamId, 'see counted.com');
    const posted = await say(shop.one, mira, streamId, 'You are all fools');
    await shop.one.services.moderation.report(noor.actor, streamId, posted.offset ?? 0, { reason: 'rude' });
    await shop.one.services.moderation.report(noor.actor, streamId, posted.offset ?? 0, { reason: 'rude again' });
    await desk.event('moderation_update', ({ held, reports }) => held === 1 && reports === 1);
    expect(viewer.all('moderation_update')).toEqual([]);
    const { items } = await shop.two.services.moderation.reports(moderator.actor, { streamId, state: 'open', limit: 10 });
    expect(items).toMatchObject([{ message: 'You are all fools', reason: 'rude', username: 'Mira' }]);
    await shop.one.services.moderation.closeReport(moderator.actor, items[0]?._id ?? '', { state: 'dismissed' });
    expect(
      (await refusal(shop.two.services.moderation.closeReport(moderator.actor, items[0]?._id ?? '', { state: 'resolved' }))).code,
    ).toBe('conflict');
    await desk.event('moderation_update', ({ held, reports }) => held === 1 && reports === 0);
    for (const client of [desk, viewer]) await client.close();
  });
});

describe('A deleted message', () => {
  test('is in no history, no snapshot, no resume, no page, no document and no report, on either node', async () => {
    const SECRET = 'my number is 0470 555 010';
    const streamId = await show();
    const [mira, noor] = [await shop.guest('Mira Secretname'), await shop.guest('Noor')];
    const here = await enter(shop.one, streamId, noor);
    const there = await enter(shop.two, streamId, noor);
    const start = here.all('chat_history')[0];
    if (!start) throw new Error('no history');
    const { offset = 0 } = await say(shop.one, mira, streamId, SECRET);
    for (const client of [here, there]) await client.event('chat_message', ({ message }) => message === SECRET);
    await shop.one.services.moderation.report(noor.actor, streamId, offset, { reason: '' });
    await shop.one.services.moderation.pinMessage(moderator.actor, streamId, offset);
    for (const client of [here, there]) await client.event('message_pinned', ({ message }) => message?.message === SECRET);
    // A newcomer's history is kept for the next ones.
    await (await enter(shop.one, streamId, noor)).close();
    await (await enter(shop.two, streamId, noor)).close();

    await shop.one.services.moderation.deleteMessage(moderator.actor, streamId, offset);
    await shop.one.services.moderation.deleteMessage(moderator.actor, streamId, offset);
    for (const client of [here, there]) {
      await client.event('message_pinned', ({ message, offset: at }) => message === null && at > offset);
      await client.event('message_deleted', ({ deletedOffset }) => deletedOffset === offset);
      expect(client.all('message_deleted')).toHaveLength(1);
    }
    const seen: unknown[] = [];
    for (const node of [shop.one, shop.two]) {
      const fresh = await enter(node, streamId, noor);
      const resumed = await enter(node, streamId, noor, { epoch: start.epoch, offset: start.offset });
      await resumed.event('message_deleted');
      expect(resumed.all('chat_history')[0]?.recovered).toBe(true);
      seen.push(fresh.heard, resumed.heard);
      for (const client of [fresh, resumed]) await client.close();
      const { services } = node;
      seen.push(
        await services.chat.page(noor.actor, streamId, undefined, 100),
        await services.timelines.page(admin.actor, streamId, 0, 500),
        await services.timelines.read(streamId, 0, 500),
        await services.livestreams.get(admin.actor, streamId),
        await services.moderation.reports(admin.actor, { streamId, state: 'open', limit: 100 }),
        await services.audit.list(admin.actor, { streamId, limit: 100 }).then(({ items }) => items.map(({ details }) => details)),
      );
    }
    await shop.one.services.livestreams.stop(admin.actor, streamId);
    await expect.poll(async () => JSON.stringify(await shop.storage.livestreams.byId(streamId))).not.toContain(SECRET);
    expect(JSON.stringify(seen)).not.toContain(SECRET);
    expect(JSON.stringify(seen)).not.toContain('Secretname');
    for (const client of [here, there]) await client.close();
  });
});

describe('Who is banned', () => {
  test('from the shop loses every socket on every node at once and may not come back, like, vote or write, until it is lifted', async () => {
    const streamId = await show();
    const mira = await shop.guest('Mira');
    const sockets = [
      await enter(shop.one, streamId, mira),
      await enter(shop.two, streamId, mira),
      await Client.in(shop.two.url, { token: mira.token }),
    ];
    const ban = await shop.one.services.bans.ban(moderator.actor, {
      streamId: null,
      subjectId: mira.actor.id,
      name: 'Mira',
      reason: 'insults',
      minutes: null,
    });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4005, 4005, 4005]);
    for (const data of [{ streamId, token: mira.token }, { token: mira.token }]) {
      const client = await Client.open(shop.two.url);
      expect(await client.ask('register', data, 'in')).toMatchObject({ type: 'error', data: { code: 'banned' } });
      await client.close();
    }
    for (const { services } of [shop.one, shop.two]) {
      expect((await refusal(services.chat.post(mira.actor, streamId, 'Hi', 'x'))).code).toBe('banned');
      expect((await refusal(services.likes.set(mira.actor, streamId, true))).code).toBe('banned');
      const question = { id: 'q', text: 'Why?', productId: null };
      expect((await refusal(services.questions.ask(mira.actor, streamId, question))).code).toBe('banned');
    }
    expect((await shop.two.services.bans.list(moderator.actor, { limit: 10 })).items).toMatchObject([{ subjectName: 'Mira', until: null }]);
    await shop.two.services.bans.lift(moderator.actor, ban._id);
    await expect.poll(async () => (await refusal(shop.one.services.likes.set(mira.actor, streamId, true))).code).toBe('done');
    await (await enter(shop.two, streamId, mira)).close();
  });

  test('from one show is at home in the others', async () => {
    const [here, elsewhere] = [await show(), await show()];
    const mira = await shop.guest('Mira');
    const [inside, outside] = [await enter(shop.one, here, mira), await enter(shop.one, elsewhere, mira)];
    await shop.one.services.bans.ban(moderator.actor, { streamId: here, subjectId: mira.actor.id, reason: '', minutes: null });
    expect(await inside.closed).toBe(4005);
    expect(await outside.ask('chat_message', { message: 'Still here' }, 'c')).toMatchObject({ type: 'ack' });
    await outside.close();
  });

  test('for a time is told so, watches and likes on, and writes again when it is over', async () => {
    const streamId = await show();
    const mira = await shop.guest('Mira');
    const [here, there] = [await enter(shop.one, streamId, mira), await enter(shop.two, streamId, mira)];
    await shop.one.services.bans.ban(moderator.actor, { streamId, subjectId: mira.actor.id, reason: 'shouting', minutes: 5 });
    for (const client of [here, there]) {
      const { until } = await client.event('chat_restricted', ({ reason }) => reason === 'shouting');
      expect(Date.parse(until ?? '')).toBeGreaterThan(shop.now);
    }
    const refused = await here.ask('chat_message', { message: 'Why?' }, 'why');
    expect(refused).toMatchObject({ type: 'error', data: { code: 'banned', retryAfter: expect.any(Number) } });
    expect(await here.ask('toggle_like', { liked: true }, 'like')).toMatchObject({ type: 'ack', data: { liked: true } });
    const newcomer = await enter(shop.two, streamId, mira);
    await newcomer.event('chat_restricted');
    shop.pass(301);
    expect(await here.ask('chat_message', { message: 'I am back' }, 'back')).toMatchObject({ type: 'ack' });
    for (const client of [here, there, newcomer]) await client.close();
  });

  test('from a show is counted for all who keep order there, on both nodes, until it is lifted', async () => {
    const streamId = await show();
    const [mira, noor] = [await shop.guest('Mira'), await shop.guest('Noor')];
    const desks = [
      await Client.in(shop.one.url, { streamId, token: moderator.token }, 'register_admin'),
      await Client.in(shop.two.url, { streamId, token: admin.token }, 'register_admin'),
    ];
    const toldLast = (desk: Client, count: number) =>
      desk.event('moderation_update', (data) => data === desk.all('moderation_update').at(-1) && data.restricted === count);
    const viewer = await enter(shop.two, streamId, noor);
    const { bans } = shop.one.services;
    const silence = await bans.ban(moderator.actor, { streamId, subjectId: mira.actor.id, reason: '', minutes: 10 });
    for (const desk of desks) await toldLast(desk, 1);
    const both = await bans.ban(admin.actor, { streamId, subjectId: noor.actor.id, reason: '', minutes: 10 });
    for (const desk of desks) await toldLast(desk, 2);
    for (const { _id } of [silence, both]) await shop.two.services.bans.lift(admin.actor, _id);
    for (const desk of desks) {
      await toldLast(desk, 0);
      await desk.close();
    }
    expect(viewer.all('moderation_update')).toEqual([]);
    await viewer.close();
  });

  test('is never one of the staff, and nobody bans who may not', async () => {
    const host = await shop.account('host', 'Hugo');
    const [own, others] = [await shop.show(host), await show()];
    const { bans } = shop.one.services;
    const input = { reason: '', minutes: null };
    for (const staff of [admin, moderator, host])
      expect((await refusal(bans.ban(moderator.actor, { ...input, streamId: null, subjectId: staff.actor.id }))).code).toBe('forbidden');
    const mira = await shop.guest('Mira');
    const of = (streamId: string | null) => ({ ...input, streamId, subjectId: mira.actor.id });
    expect((await refusal(bans.ban(mira.actor, of(own)))).code).toBe('forbidden');
    expect((await refusal(bans.ban(host.actor, of(others)))).code).toBe('forbidden');
    expect((await refusal(bans.ban(host.actor, of(null)))).code).toBe('forbidden');
    expect((await refusal(bans.ban(host.actor, of(own)))).code).toBe('done');
  });

  test('stays so over a restart, and is found by a node that was never told', async () => {
    const streamId = await show();
    const mira = await shop.guest('Mira');
    const untold = { streamId, subjectId: mira.actor.id, subjectName: 'Mira', reason: '', by: admin.actor.id, until: null };
    await shop.storage.bans.put({ ...untold, _id: 'e'.repeat(24), createdAt: shop.now });
    const { BanService } = await import('../../src/domain/moderation/bans.ts');
    const parts = { storage: shop.storage, feed: { on: () => () => {} }, clock: { now: () => shop.now, monotonic: () => 0 } };
    const fresh = new BanService({ ...parts, livestreams: {}, audit: {} } as unknown as ConstructorParameters<typeof BanService>[0]);
    await fresh.load(() => {});
    expect(fresh.of(mira.actor.id, streamId)).toMatchObject({ streamId, until: null });
    expect(fresh.of(mira.actor.id, 'f'.repeat(24))).toBeNull();
  });
});

describe('The host’s desk', () => {
  test('pins a message, which newcomers see, and announces', async () => {
    const streamId = await show();
    const mira = await shop.guest('Mira');
    const client = await enter(shop.two, streamId, mira);
    expect(client.all('message_pinned')[0]?.message).toBeNull();
    const { offset = 0 } = await say(shop.one, mira, streamId, 'The blue one is lovely');
    await shop.one.services.moderation.pinMessage(moderator.actor, streamId, offset);
    await client.event('message_pinned', ({ message }) => message?.offset === offset);
    const newcomer = await enter(shop.one, streamId, mira);
    expect(newcomer.all('message_pinned')[0]).toMatchObject({ message: { message: 'The blue one is lovely' } });
    const input = { id: 'once', message: 'Free delivery until nine' };
    const first = await shop.one.services.moderation.announce(moderator.actor, streamId, input);
    expect(await shop.two.services.moderation.announce(moderator.actor, streamId, input)).toEqual(first);
    expect(await client.event('announcement')).toMatchObject({ message: 'Free delivery until nine' });
    expect((await refusal(shop.one.services.moderation.announce(mira.actor, streamId, input))).code).toBe('forbidden');
    for (const one of [client, newcomer]) await one.close();
  });
});

describe('A question', () => {
  test('is asked once, voted for once by each viewer from any node, and answered', async () => {
    const streamId = await show();
    const [mira, noor] = [await shop.guest('Mira'), await shop.guest('Noor')];
    const client = await enter(shop.one, streamId, noor);
    const ask = (node: Node, person: Person, id: string, text: string) =>
      node.services.questions.ask(person.actor, streamId, { id, text, productId: null });
    const first = await ask(shop.one, mira, 'q1', 'Is it dishwasher safe?');
    expect((await ask(shop.two, mira, 'q1', 'Is it dishwasher safe?'))._id).toBe(first._id);
    const second = await ask(shop.one, noor, 'q2', 'Which colours?');
    expect(await client.event('question_asked')).toMatchObject({ questionId: first._id, username: 'Mira' });
    const vote = (node: Node, person: Person, up: boolean) => node.services.questions.vote(person.actor, streamId, second._id, { up });
    await Promise.all([vote(shop.one, mira, true), vote(shop.two, mira, true), vote(shop.one, mira, true), vote(shop.two, noor, true)]);
    await vote(shop.two, noor, false);
    await vote(shop.one, mira, true);
    expect(await client.event('question_updated', ({ upvotes }) => upvotes === 1)).toMatchObject({ questionId: second._id });
    const open = await shop.two.services.questions.list(mira.actor, streamId, { state: 'open', limit: 10 });
    expect(open.items.map(({ text, upvotes, voted }) => [text, upvotes, voted])).toEqual([
      ['Which colours?', 1, true],
      ['Is it dishwasher safe?', 0, false],
    ]);
    const { questions } = shop.one.services;
    expect((await refusal(questions.answer(mira.actor, streamId, second._id, { answer: 'Blue' }))).code).toBe('forbidden');
    await questions.answer(moderator.actor, streamId, second._id, { answer: 'Blue and sand.' });
    expect(await client.event('question_answered')).toMatchObject({ questionId: second._id, answer: 'Blue and sand.' });
    expect((await refusal(vote(shop.one, noor, true))).code).toBe('conflict');
    await questions.remove(moderator.actor, streamId, first._id);
    expect(await client.event('question_removed')).toMatchObject({ questionId: first._id });
    expect(JSON.stringify(await shop.storage.timeline.after(streamId, 0, 100))).not.toContain(first.text);
    expect(JSON.stringify(await shop.one.services.timelines.read(streamId, 0, 100))).not.toContain(first.text);
    expect((await questions.list(null, streamId, { state: 'open', limit: 10 })).items).toEqual([]);
    expect((await questions.list(null, streamId, { state: 'answered', limit: 10 })).items).toMatchObject([{ answer: 'Blue and sand.' }]);
    await client.close();
  });

  test('names a product of the show, no blocked word and no link, and only where the show takes questions', async () => {
    const streamId = await show({ blockedWords: ['scam'] });
    const mira = await shop.guest('Mira');
    const code = async (text: string, productId: string | null = null, id = newCommand()) =>
      (await refusal(shop.one.services.questions.ask(mira.actor, streamId, { id, text, productId }))).code;
    expect(await code('Is this a s c a m?')).toBe('blocked');
    expect(await code('See example.com?')).toBe('blocked');
    expect(await code('How large?', 'f'.repeat(24))).toBe('invalid');
    await shop.one.services.livestreams.update(admin.actor, streamId, { settings: { questions: false } });
    expect(await code('How large?')).toBe('conflict');
  });
});

describe('Likes', () => {
  test('of one viewer from many tabs on two nodes are one', async () => {
    const streamId = await show();
    const mira = await shop.guest('Mira');
    const tabs = await Promise.all([shop.one, shop.two, shop.one, shop.two].map((node) => enter(node, streamId, mira)));
    await Promise.all(tabs.map((tab, index) => tab.ask('toggle_like', { liked: true }, `l${index}`)));
    expect(await shop.two.services.likes.count(streamId)).toBe(1);
    await tabs[0]?.ask('toggle_like', { liked: false }, 'off');
    expect(await shop.two.services.likes.count(streamId)).toBe(0);
    for (const tab of tabs) await tab.close();
  });
});

describe('The audit log', () => {
  test('names who did what, newest first, to admins alone', async () => {
    const streamId = await show();
    const mira = await shop.guest('Mira');
    const { offset = 0 } = await say(shop.one, mira, streamId, 'Rude words');
    await shop.one.services.moderation.deleteMessage(moderator.actor, streamId, offset);
    await shop.one.services.bans.ban(moderator.actor, { streamId, subjectId: mira.actor.id, name: 'Mira', reason: 'rude', minutes: 10 });
    const { audit } = shop.two.services;
    const { items, nextCursor } = await audit.list(admin.actor, { streamId, limit: 1 });
    expect(items).toMatchObject([{ action: 'viewer.timeout', actorName: 'Milo', target: 'Mira', details: { minutes: 10 } }]);
    const next = await audit.list(admin.actor, { streamId, limit: 10, ...(nextCursor === undefined ? {} : { cursor: nextCursor }) });
    expect(next.items).toMatchObject([{ action: 'chat.delete', actorName: 'Milo', target: 'Mira' }]);
    expect((await audit.list(admin.actor, { action: 'viewer.timeout', streamId, limit: 10 })).items).toHaveLength(1);
    expect((await refusal(audit.list(moderator.actor, { limit: 10 }))).code).toBe('forbidden');
  });
});
