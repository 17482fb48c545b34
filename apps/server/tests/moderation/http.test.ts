import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccountsShop, type Client, Socket } from '../http/accounts-shop.ts';

let shop: AccountsShop;
let show: string;
let mira: Client;
beforeAll(async () => {
  shop = await AccountsShop.open();
  const { _id } = await shop.admin.ask('POST', '/livestreams', { title: 'Lamps', settings: { blockedWords: ['scam'] } });
  show = `/livestreams/${_id}`;
  await shop.admin.ask('PUT', show, { isActive: true });
  mira = await shop.signUp();
}, 30_000);
afterAll(() => shop?.[Symbol.asyncDispose]());

const streamId = (): string => show.split('/')[2] ?? '';
async function say(client: Client, message: string): Promise<void> {
  const socket = await Socket.open(shop.url, { token: client.token, streamId: streamId() });
  await socket.do('chat_message', { message });
  socket.close();
}

test('A held message is approved, reported, pinned and deleted by its addresses', async () => {
  await say(mira, 'A s.c.a.m!');
  const { items } = await shop.admin.ask('GET', `${show}/held`);
  expect(items).toMatchObject([{ username: 'Mira', message: 'A s.c.a.m!', reason: 'blocked_word' }]);
  expect(await mira.outcome('GET', `${show}/held`)).toBe('forbidden');
  const { offset } = await shop.admin.ask('PATCH', `/moderation/held/${items[0]._id}`, { approve: true });
  expect((await mira.ask('GET', `${show}/chat`)).items).toMatchObject([{ offset, message: 'A s.c.a.m!' }]);
  expect(await shop.admin.outcome('PATCH', `/moderation/held/${items[0]._id}`, { approve: true })).toBe('not_found');
  expect(await mira.outcome('POST', `${show}/chat/${offset}/reports`, { reason: 'rude' })).toBe(204);
  expect(await mira.outcome('POST', `${show}/chat/999/reports`, {})).toBe('not_found');
  const reports = await shop.admin.ask('GET', '/moderation/reports');
  expect(reports.items).toMatchObject([{ reason: 'rude', offset, state: 'open' }]);
  expect(await mira.outcome('GET', '/moderation/reports')).toBe('forbidden');
  expect(await shop.admin.ask('PATCH', `/moderation/reports/${reports.items[0]._id}`, { state: 'resolved' })).toMatchObject({
    state: 'resolved',
  });
  await shop.admin.ask('PUT', `${show}/pinned-message`, { offset });
  expect((await mira.ask('GET', show)).pinnedMessage).toBe(offset);
  expect(await mira.outcome('DELETE', `${show}/chat/${offset}`)).toBe('forbidden');
  await shop.admin.ask('DELETE', `${show}/chat/${offset}`);
  expect((await mira.ask('GET', `${show}/chat`)).items).toEqual([]);
  expect((await mira.ask('GET', show)).pinnedMessage).toBeNull();
  const resolved = await shop.admin.ask('GET', '/moderation/reports?state=resolved');
  expect(resolved.items).toMatchObject([{ message: '', username: '' }]);
  const { items: log } = await shop.admin.ask('GET', `/audit?streamId=${streamId()}`);
  expect(log.map(({ action }: { action: string }) => action)).toEqual(['chat.delete', 'chat.pin', 'report.resolve', 'chat.approve']);
  expect(await mira.outcome('GET', '/audit')).toBe('forbidden');
});

test('A ban is made, listed and lifted by its addresses; who is banned still orders and reads', async () => {
  const subjectId = await mira.id();
  const ban = await shop.admin.ask('POST', '/moderation/bans', { streamId: null, subjectId, minutes: null, reason: 'insults' });
  expect(ban).toMatchObject({ subjectName: 'Mira', until: null });
  expect((await shop.admin.ask('GET', '/moderation/bans')).items).toEqual([ban]);
  expect(await mira.outcome('POST', `${show}/questions`, { id: 'q', text: 'Why?' })).toBe('banned');
  expect(await mira.outcome('GET', show)).toBe(200);
  expect(await mira.outcome('GET', '/orders')).toBe(200);
  expect(await mira.outcome('DELETE', `/moderation/bans/${ban._id}`)).toBe('forbidden');
  expect(await shop.admin.outcome('DELETE', `/moderation/bans/${ban._id}`)).toBe(204);
  expect(await shop.admin.outcome('DELETE', `/moderation/bans/${ban._id}`)).toBe('not_found');
  expect(await mira.outcome('POST', `${show}/questions`, { id: 'q', text: 'Why?' })).toBe(201);
  expect(await shop.admin.outcome('POST', '/moderation/bans', { streamId: null, subjectId: await shop.admin.id(), minutes: 1 })).toBe(
    'forbidden',
  );
});

test('A question is asked, voted for, answered and removed by its addresses', async () => {
  const { _id } = await mira.ask('POST', `${show}/questions`, { id: 'one', text: 'How large is it?' });
  const address = `${show}/questions/${_id}`;
  expect(await mira.ask('PUT', `${address}/vote`, { up: true })).toMatchObject({ upvotes: 1, voted: true });
  expect(await mira.ask('PUT', `${address}/vote`, { up: true })).toMatchObject({ upvotes: 1 });
  expect((await mira.ask('GET', `${show}/questions`)).items[0]).toMatchObject({ _id, upvotes: 1, voted: true });
  expect(await mira.outcome('POST', `${address}/answer`, { answer: null })).toBe('forbidden');
  expect(await shop.admin.ask('POST', `${address}/answer`, { answer: null })).toMatchObject({ state: 'answered', answer: null });
  expect((await shop.client().ask('GET', `${show}/questions?state=answered`)).items).toMatchObject([{ _id, voted: false }]);
  expect(await shop.admin.outcome('DELETE', address)).toBe('conflict');
  expect(await shop.admin.outcome('POST', `${show}/announcements`, { message: 'Back in five minutes' })).toBe(201);
});
