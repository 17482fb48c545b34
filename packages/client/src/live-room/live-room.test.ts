import { CLOSE } from '@vitrine/protocol/codes';
import { describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../testing/fake-clock.ts';
import { FakeNetwork } from '../testing/fake-web-socket.ts';
import { AT, history, line, pinned, product, registered, STREAM, said, update, VIEWER } from '../testing/samples.ts';
import { LiveRoom, type LiveRoomOptions } from './live-room.ts';

function enter(more: Partial<LiveRoomOptions> = {}) {
  const clock = new FakeClock();
  const net = new FakeNetwork();
  const room = new LiveRoom({
    url: 'ws://shop.test/ws',
    streamId: STREAM,
    createWebSocket: net.createWebSocket,
    network: net.network,
    timers: clock,
    policy: { delay: () => 1_000 },
    ...more,
  });
  room.join();
  const greet = (...events: Parameters<typeof net.socket.hear>[0][]): void => {
    net.socket.accept();
    for (const event of events.length > 0 ? events : [registered(), update(), pinned(0, []), history()]) net.socket.hear(event);
  };
  const now = () => room.getSnapshot();
  /** What the chat shows, in order. */
  const chat = () => now().messages.map((one) => (one.state === 'posted' ? one.message.message : `${one.state}: ${one.text}`));
  /** The id of the last command of a type. */
  const lastId = (type: 'chat_message' | 'toggle_like'): string => net.socket.sentOf(type).at(-1)?.id ?? '';
  return { clock, net, room, greet, now, chat, lastId };
}

describe('a room', () => {
  it('is joining until the first state has come, then what the server says', () => {
    const { now, greet } = enter();
    expect(now()).toMatchObject({ status: 'joining', connection: { status: 'connecting' }, self: null, pins: null });
    greet(registered(), update({ status: 'scheduled', startTime: null }), pinned(0, []), history());
    expect(now()).toMatchObject({
      status: 'scheduled',
      connection: { status: 'open' },
      self: { viewerId: VIEWER, name: 'Clara', role: 'guest' },
      viewerCount: 3,
      peakViewers: 5,
      likes: 10,
    });
  });

  it('gives the same snapshot until something changes', () => {
    const { net, now, greet } = enter();
    greet();
    const before = now();
    net.socket.hear({ type: 'pong', data: { serverTime: AT } });
    expect(now()).toBe(before);
    net.socket.hear(update({ viewerCount: 4 }));
    expect(now()).not.toBe(before);
    expect(before.viewerCount).toBe(3);
  });

  it('tells its listeners until they leave', () => {
    const { net, room, greet } = enter();
    let told = 0;
    const leave = room.subscribe(() => {
      told += 1;
    });
    greet();
    expect(told).toBeGreaterThan(0);
    leave();
    told = 0;
    net.socket.hear(update());
    expect(told).toBe(0);
  });

  it('follows the show: started, interrupted, resumed, stopped', () => {
    const { net, now, greet } = enter();
    greet(registered(), update({ status: 'interrupted' }), pinned(0, []), history());
    expect(now().status).toBe('interrupted');
    net.socket.hear({ type: 'stream_resumed', data: { streamId: STREAM, offset: 1, at: AT } });
    expect(now().status).toBe('live');
    net.socket.hear({ type: 'stream_interrupted', data: { streamId: STREAM, offset: 2, at: AT } });
    expect(now().status).toBe('interrupted');
    net.socket.hear({ type: 'stream_stopped', data: { streamId: STREAM, offset: 3, at: AT, duration: 90 } });
    expect(now()).toMatchObject({ status: 'ended', duration: 90, canChat: false });
  });

  it('knows how far the server’s clock is ahead', () => {
    const { clock, now, greet } = enter();
    greet(registered({ serverTime: new Date(clock.now() + 2_500).toISOString() }));
    expect(now().clockOffset).toBe(2_500);
  });

  it('lets nobody chat without a name or before the show', () => {
    const { net, now, greet } = enter();
    greet(registered({ username: null, role: 'viewer', token: 'v1.token' }), update(), pinned(0, []), history());
    expect(now()).toMatchObject({ needsName: true, canChat: false });
    net.socket.hear(registered());
    expect(now()).toMatchObject({ needsName: false, canChat: true });
    net.socket.hear(update({ status: 'scheduled' }));
    expect(now().canChat).toBe(false);
  });

  it('says that there is no such show, and does not ask again by itself', async () => {
    const { clock, net, now } = enter();
    net.socket.accept();
    net.socket.hear({ type: 'error', data: { code: 'not_found', message: 'no such show' } });
    expect(now()).toMatchObject({ status: 'not_found', connection: { status: 'gone', error: { code: 'not_found' } } });
    await clock.pass(60_000);
    expect(net.sockets).toHaveLength(1);
  });

  it('takes an error of something that needs no answer for what it is', () => {
    const { net, now, greet } = enter();
    greet();
    net.socket.hear({ type: 'error', data: { code: 'not_found', message: 'no such product' } });
    expect(now()).toMatchObject({ status: 'live', connection: { status: 'open' } });
  });

  it('ignores what belongs to another show', () => {
    const { net, now, greet } = enter();
    greet();
    net.socket.hear({ type: 'stream_stopped', data: { streamId: 'f'.repeat(24), at: AT, duration: 1 } });
    expect(now().status).toBe('live');
  });

  it('keeps its last state while it reconnects, and asks for exactly what it missed', async () => {
    const { clock, net, now, chat, greet } = enter();
    greet(registered(), update(), pinned(0, []), history({ offset: 4, messages: [line(4)] }));
    net.socket.hear(said(line(5)));
    net.socket.lose();
    expect(now()).toMatchObject({ status: 'live', viewerCount: 3, connection: { status: 'reconnecting', offline: false } });
    await clock.pass(1_000);
    net.socket.accept();
    expect(net.socket.sentOf('register')[0]?.data.resume).toEqual({ epoch: 'one', offset: 5 });
    for (const event of [registered(), update(), pinned(6, []), history({ offset: 5, recovered: true })]) net.socket.hear(event);
    net.socket.hear(said(line(6)));
    expect(chat()).toEqual(['line 4', 'line 5', 'line 6']);
    expect(now().connection.status).toBe('open');
  });

  it('starts over when what it missed is too much', async () => {
    const { clock, net, chat, greet } = enter();
    greet(registered(), update(), pinned(0, []), history({ offset: 1, messages: [line(1)] }));
    net.socket.lose();
    await clock.pass(1_000);
    greet(registered(), update(), pinned(0, []), history({ offset: 5_000, messages: [line(4_999), line(5_000)] }));
    expect(chat()).toEqual(['line 4999', 'line 5000']);
  });

  it('keeps the viewer that the server made of it', async () => {
    const { clock, net, room, greet } = enter();
    greet(registered({ token: 'v1.token', role: 'viewer', username: null }), update(), pinned(0, []), history());
    expect(room.viewerToken).toBe('v1.token');
    net.socket.lose();
    await clock.pass(1_000);
    net.socket.accept();
    expect(net.socket.sentOf('register')[0]?.data.token).toBe('v1.token');
    room.authenticate();
    net.socket.accept();
    expect(net.socket.sentOf('register')[0]?.data.token).toBeUndefined();
  });

  it('is gone when the shop puts it out, and comes back only when asked to', async () => {
    const { clock, net, room, now, greet } = enter();
    greet();
    net.socket.lose(CLOSE.banned, 'banned');
    expect(now().connection).toEqual({ status: 'gone', code: CLOSE.banned, reason: 'banned', error: null });
    await clock.pass(60_000);
    expect(net.sockets).toHaveLength(1);
    room.join();
    expect(net.sockets).toHaveLength(2);
  });
});

describe('the chat of a room', () => {
  it('shows one’s own line at once, then in its place, once', async () => {
    const { net, room, chat, lastId, greet } = enter();
    greet();
    room.sendMessage('  hello  ');
    expect(chat()).toEqual(['sending: hello']);
    net.socket.hear({ type: 'ack', data: { id: lastId('chat_message'), offset: 2 } });
    await settled();
    net.socket.hear(said(line(1)));
    net.socket.hear(said(line(2, { key: `${VIEWER}:${lastId('chat_message')}`, viewerId: VIEWER, message: 'hello' })));
    expect(chat()).toEqual(['line 1', 'hello']);
  });

  it('shows a refused line as failed, sends it again under its id, or takes it away', async () => {
    const { net, room, now, chat, lastId, greet } = enter();
    greet();
    room.sendMessage('hello');
    const id = lastId('chat_message');
    net.socket.hear({ type: 'error', data: { id, code: 'rate_limited', message: 'slower' } });
    await settled();
    expect(chat()).toEqual(['failed: hello']);
    room.retryMessage(id);
    room.retryMessage(id);
    expect(net.socket.sentOf('chat_message').map((command) => command.id)).toEqual([id, id]);
    expect(chat()).toEqual(['sending: hello']);
    net.socket.hear({ type: 'error', data: { id, code: 'ended', message: 'over' } });
    await settled();
    expect(now().messages[0]).toMatchObject({ state: 'failed', error: { code: 'ended' } });
    room.dismissMessage(id);
    expect(chat()).toEqual([]);
  });

  it('lets go of a line that was posted and taken away before it could be seen', async () => {
    const { clock, net, room, chat, lastId, greet } = enter();
    greet();
    room.sendMessage('hello');
    const id = lastId('chat_message');
    net.socket.lose();
    await clock.pass(1_000);
    greet(registered(), update(), pinned(0, []), history({ offset: 5_000, messages: [line(5_000)] }));
    net.socket.hear({ type: 'ack', data: { id, offset: 2 } });
    await settled();
    expect(chat()).toEqual(['line 5000']);
  });

  it('lets go of a line that was acknowledged, when the history after a loss is without it', async () => {
    const { clock, net, room, chat, lastId, greet } = enter();
    greet();
    room.sendMessage('hello');
    net.socket.hear({ type: 'ack', data: { id: lastId('chat_message'), offset: 2 } });
    await settled();
    expect(chat()).toEqual(['sending: hello']);
    net.socket.lose();
    await clock.pass(1_000);
    greet(registered(), update(), pinned(0, []), history({ offset: 5_000, messages: [line(5_000)] }));
    expect(chat()).toEqual(['line 5000']);
  });

  it('shows no line of before when the shop was restored from a copy', async () => {
    const { clock, net, room, now, chat, lastId, greet } = enter();
    greet();
    room.sendMessage('hello');
    net.socket.hear({ type: 'ack', data: { id: lastId('chat_message'), offset: 9 } });
    net.socket.hear({ type: 'order_placed', data: { streamId: STREAM, offset: 8, key: 'order:1', timestamp: AT, lines: [] } });
    await settled();
    net.socket.lose();
    await clock.pass(1_000);
    greet(registered(), update(), pinned(0, []), history({ epoch: 'two', offset: 3, messages: [line(3)] }));
    expect(chat()).toEqual(['line 3']);
    expect(now().orders).toEqual([]);
  });

  it('takes deleted lines away', () => {
    const { net, chat, greet } = enter();
    greet();
    net.socket.hear(said(line(1)));
    net.socket.hear(said(line(2)));
    net.socket.hear({ type: 'message_deleted', data: { streamId: STREAM, offset: 3, deletedOffset: 1 } });
    expect(chat()).toEqual(['line 2']);
  });

  it('sends nothing for an empty line', () => {
    const { net, room, chat, greet } = enter();
    greet();
    room.sendMessage('   ');
    expect(chat()).toEqual([]);
    expect(net.socket.sentOf('chat_message')).toEqual([]);
  });

  it('keeps the line objects that have not changed', () => {
    const { net, now, greet } = enter();
    greet();
    net.socket.hear(said(line(1)));
    const [first] = now().messages;
    net.socket.hear(said(line(2)));
    expect(now().messages[0]).toBe(first);
  });
});

describe('a like', () => {
  it('shows at once and takes the server’s count', async () => {
    const { net, room, now, lastId, greet } = enter();
    greet();
    const done = room.setLiked(true);
    expect(now()).toMatchObject({ liked: true, likes: 11 });
    net.socket.hear({ type: 'ack', data: { id: lastId('toggle_like'), liked: true, likes: 42 } });
    await done;
    expect(now()).toMatchObject({ liked: true, likes: 42 });
  });

  it('is taken back when it is refused', async () => {
    const { net, room, now, lastId, greet } = enter();
    greet();
    const done = room.setLiked(true);
    net.socket.hear({ type: 'error', data: { id: lastId('toggle_like'), code: 'rate_limited', message: 'slower' } });
    await expect(done).rejects.toMatchObject({ code: 'rate_limited' });
    expect(now()).toMatchObject({ liked: false, likes: 10 });
  });

  it('follows the last wish, one command at a time', async () => {
    const { net, room, now, lastId, greet } = enter();
    greet();
    const done = Promise.all([room.setLiked(true), room.setLiked(false), room.setLiked(true), room.setLiked(false)]);
    expect(net.socket.sentOf('toggle_like')).toHaveLength(1);
    net.socket.hear({ type: 'ack', data: { id: lastId('toggle_like'), liked: true, likes: 11 } });
    await settled();
    expect(net.socket.sentOf('toggle_like').map((command) => command.data.liked)).toEqual([true, false]);
    expect(now()).toMatchObject({ liked: false });
    net.socket.hear({ type: 'ack', data: { id: lastId('toggle_like'), liked: false, likes: 10 } });
    await done;
    expect(now()).toMatchObject({ liked: false, likes: 10 });
    const again = room.setLiked(true);
    expect(net.socket.sentOf('toggle_like')).toHaveLength(3);
    net.socket.hear({ type: 'ack', data: { id: lastId('toggle_like'), liked: true, likes: 11 } });
    await again;
  });

  it('is not undone by a state that the server sent before it knew', () => {
    const { net, room, now, greet } = enter();
    greet();
    room.setLiked(true).catch(() => undefined);
    net.socket.hear(update({ likes: 10, liked: false }));
    expect(now()).toMatchObject({ liked: true, likes: 11 });
  });

  it('is what the server says on joining', () => {
    const { now, greet } = enter();
    greet(registered(), update({ liked: true }), pinned(0, []), history());
    expect(now().liked).toBe(true);
  });
});

describe('the products of a room', () => {
  const [vase, bowl] = [product('1'.repeat(24)), product('2'.repeat(24))];

  it('are the newest pins: what is told again after a loss does not replace them', async () => {
    const { clock, net, now, greet } = enter();
    greet(registered(), update(), pinned(1, [vase]), history({ offset: 1 }));
    net.socket.lose();
    await clock.pass(1_000);
    greet(registered(), update(), pinned(3, [bowl]), history({ offset: 1, recovered: true }));
    net.socket.hear(pinned(2, [vase, bowl]));
    expect(now().pins).toEqual([bowl]);
    net.socket.hear(pinned(3, [bowl]));
    net.socket.hear(pinned(4, []));
    expect(now().pins).toEqual([]);
  });

  it('change with their price and stock, but not back to what they were', async () => {
    const { net, now, greet } = enter();
    greet(registered(), update(), pinned(2, [vase, bowl]), history({ offset: 0, recovered: true }));
    net.socket.hear({ type: 'product_updated', data: { streamId: STREAM, offset: 1, product: { ...bowl, stock: 99 } } });
    expect(now().pins?.[1]?.stock).toBe(4);
    net.socket.hear({ type: 'product_updated', data: { streamId: STREAM, offset: 3, product: { ...bowl, stock: 0 } } });
    expect(now().pins).toEqual([vase, { ...bowl, stock: 0 }]);
  });

  it('are told as seen and clicked together, each once, also what happened without a connection', async () => {
    const { clock, net, room, greet } = enter();
    greet();
    for (const id of [vase._id, bowl._id, vase._id]) room.productSeen(id);
    room.productClicked(vase._id);
    await clock.pass(1_000);
    expect(net.socket.sentOf('product_seen').map(({ data }) => data.productIds)).toEqual([[vase._id, bowl._id]]);
    expect(net.socket.sentOf('product_clicked')).toHaveLength(1);
    net.socket.lose();
    room.productClicked(bowl._id);
    await clock.pass(1_000);
    greet();
    expect(net.socket.sentOf('product_clicked').map(({ data }) => data.productIds)).toEqual([[bowl._id]]);
    room.productClicked(vase._id);
    room.leave();
    expect(net.socket.sentOf('product_clicked')).toHaveLength(2);
  });

  it('are told in pieces that the server takes', async () => {
    const { clock, net, room, greet } = enter();
    greet();
    for (let n = 0; n < 120; n += 1) room.productSeen(n.toString(16).padStart(24, '0'));
    await clock.pass(1_000);
    expect(net.socket.sentOf('product_seen').map(({ data }) => data.productIds.length)).toEqual([50, 50, 20]);
  });

  it('shows the newest orders, bounded', () => {
    const { net, now, greet } = enter();
    greet();
    for (let offset = 1; offset <= 30; offset += 1)
      net.socket.hear({ type: 'order_placed', data: { streamId: STREAM, offset, key: `order:${offset}`, timestamp: AT, lines: [] } });
    expect(now().orders).toHaveLength(20);
    expect(now().orders.at(-1)?.offset).toBe(30);
  });
});

describe('the shop’s own room', () => {
  it('registers as the shop, pins, starts and stops', async () => {
    const { net, room, greet } = enter({ as: 'admin', token: () => 'session' });
    greet();
    expect(net.socket.sent[0]).toMatchObject({ type: 'register_admin', data: { streamId: STREAM, token: 'session' } });
    const all = [room.setPins(['1'.repeat(24)]), room.start(), room.stop()];
    const commands = net.socket.sent.slice(1);
    expect(commands.map(({ type }) => type)).toEqual(['pinned_products_updated', 'start_stream', 'stop_stream']);
    for (const { id = '' } of commands) net.socket.hear({ type: 'ack', data: { id } });
    await Promise.all(all);
  });
});

describe('the rules of a room', () => {
  it('show a held line as held until it is approved, or is taken away', async () => {
    const { net, room, greet, chat, lastId } = enter();
    greet();
    room.sendMessage('see example.com');
    const id = lastId('chat_message');
    net.socket.hear({ type: 'ack', data: { id, held: true } });
    await settled();
    expect(chat()).toEqual(['held: see example.com']);
    net.socket.hear(said(line(1, { key: `${VIEWER}:${id}`, viewerId: VIEWER, message: 'see example.com' })));
    expect(chat()).toEqual(['see example.com']);
    room.sendMessage('and another.com');
    const other = lastId('chat_message');
    net.socket.hear({ type: 'ack', data: { id: other, held: true } });
    await settled();
    room.dismissMessage(other);
    expect(chat()).toEqual(['see example.com']);
  });

  it('keep the pinned message until it is taken down or deleted', () => {
    const { net, now, greet } = enter();
    greet();
    const pin = (offset: number, message: ReturnType<typeof line> | null) =>
      net.socket.hear({ type: 'message_pinned', data: { streamId: STREAM, offset, message } });
    pin(2, line(1));
    expect(now().pinnedMessage?.offset).toBe(1);
    pin(3, null);
    expect(now().pinnedMessage).toBeNull();
    pin(4, line(1));
    net.socket.hear({ type: 'message_deleted', data: { streamId: STREAM, offset: 5, deletedOffset: 1 } });
    expect(now().pinnedMessage).toBeNull();
  });

  it('say who may write: everyone, accounts, the staff', () => {
    const { net, now, greet } = enter();
    greet();
    expect(now().canChat).toBe(true);
    const settings = { slowMode: 0, links: 'hold' as const, blockedWords: [], questions: true, recording: true };
    net.socket.hear({ type: 'settings_updated', data: { streamId: STREAM, offset: 1, settings: { ...settings, chatMode: 'accounts' } } });
    expect(now().canChat).toBe(false);
    net.socket.hear({ type: 'settings_updated', data: { streamId: STREAM, offset: 2, settings: { ...settings, chatMode: 'everyone' } } });
    expect(now().canChat).toBe(true);
  });

  it('say what the line-up is once it changes', () => {
    const { net, now, greet } = enter();
    greet();
    expect(now().lineup).toBeNull();
    const lineup = [{ productId: 'd'.repeat(24), showPrice: 6_200, limitPerBuyer: null }];
    net.socket.hear({ type: 'lineup_updated', data: { streamId: STREAM, offset: 1, lineup } });
    expect(now().lineup).toEqual(lineup);
  });

  it('tell of a restriction until it is lifted, and of what waits for the staff', () => {
    const { net, now, greet } = enter();
    greet();
    const until = '2030-01-01T00:00:00.000Z';
    net.socket.hear({ type: 'chat_restricted', data: { streamId: STREAM, until, reason: 'shouting' } });
    expect(now().restriction).toEqual({ until, reason: 'shouting' });
    net.socket.hear({ type: 'chat_restricted', data: { streamId: null, until: new Date(0).toISOString(), reason: '' } });
    expect(now().restriction).toBeNull();
    net.socket.hear({ type: 'moderation_update', data: { streamId: STREAM, held: 2, reports: 1, restricted: 1 } });
    expect(now().waiting).toEqual({ held: 2, reports: 1, restricted: 1 });
  });

  it('order questions by votes, answered ones last', () => {
    const { net, now, greet } = enter();
    greet();
    const [one, two] = ['1'.repeat(24), '2'.repeat(24)];
    const asked = (questionId: string, offset: number, text: string) =>
      net.socket.hear({
        type: 'question_asked',
        data: { streamId: STREAM, offset, questionId, username: 'Ines', text, productId: null, timestamp: AT },
      });
    asked(one, 1, 'How large?');
    asked(two, 2, 'Which colours?');
    net.socket.hear({ type: 'question_updated', data: { streamId: STREAM, questionId: two, upvotes: 3 } });
    expect(now().questions.map(({ text }) => text)).toEqual(['Which colours?', 'How large?']);
    net.socket.hear({ type: 'question_answered', data: { streamId: STREAM, offset: 3, questionId: two, answer: 'Blue' } });
    expect(now().questions.map(({ text, answer }) => [text, answer])).toEqual([
      ['How large?', null],
      ['Which colours?', 'Blue'],
    ]);
    net.socket.hear({ type: 'question_removed', data: { streamId: STREAM, offset: 4, questionId: one } });
    expect(now().questions).toHaveLength(1);
  });
});
