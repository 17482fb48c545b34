import { randomUUID } from 'node:crypto';
import { ProductInput, type RecordedTrack, type TimelineEntry } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { World } from '../http/role-world.ts';

const START = Date.parse('2026-11-20T19:00:00.000Z');
const at = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();
const track = (after: number, duration: number, seat = 'host'): RecordedTrack => ({
  ...{ seat, name: 'Inès', url: `/recordings/x/${seat}-${after}.webm`, contentType: 'video/webm', startedAt: at(after), duration },
  ...{ bytes: 1, width: 1280, height: 720 },
});

describe('the replay of a show', () => {
  let world: World;
  let show: string;
  let vase: string;
  let bowl: string;
  let offset: number;

  beforeEach(async () => {
    world = await World.open();
    const host = await world.person('host');
    const made = ['Dune vase', 'Pebble bowl'].map((title) =>
      world.services.catalogue.create(host.actor, ProductInput.parse({ title, variants: [{ price: 8_400, stock: 5 }] })),
    );
    [vase = '', bowl = ''] = (await Promise.all(made)).map(({ _id }) => _id);
    show = await world.show(host);
    offset = 0;
    await world.storage.livestreams.change(show, ['scheduled'], { status: 'ended', startTime: START, endTime: START + 4_000_000 });
  });
  afterEach(async () => {
    await world[Symbol.asyncDispose]();
  });

  const recorded = async (...tracks: RecordedTrack[]): Promise<void> => {
    const recording = { state: 'ready' as const, problem: null, progress: null, tracks, thumbnailUrl: null, previews: null };
    await world.storage.livestreams.change(show, ['ended'], { recording, recordingUrl: tracks[0]?.url ?? null });
  };
  /** What happened in the show, in its order. */
  const happened = async (...facts: [seconds: number, type: TimelineEntry['type'], data: object][]): Promise<void> => {
    const entries = facts.map(([seconds, type, data]) => ({
      ...{ streamId: show, offset: ++offset, key: randomUUID(), type, at: at(seconds), actorId: 'a'.repeat(24), data },
    }));
    await world.storage.timeline.insert(entries as TimelineEntry[]);
  };
  const said = (message: string) => ({ username: 'Noor', message, isAdmin: false });

  it('is not there before the recording is ready, nor without the host’s', async () => {
    await expect(world.services.replays.get(null, show)).rejects.toMatchObject({ code: 'not_found' });
    await recorded(track(0, 60, 'b'.repeat(24)));
    await expect(world.services.replays.get(null, show)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has a chapter for each piece, the pieces as they are sold today, and the stretches of the host’s picture in order', async () => {
    await recorded(track(300, 200), track(10, 120), track(40, 30, 'b'.repeat(24)));
    await happened(
      [5, 'pins_changed', { productIds: [vase] }],
      [60, 'pins_changed', { productIds: [bowl, vase] }],
      [310, 'pins_changed', { productIds: [vase] }],
    );
    const replay = await world.services.replays.get(null, show);
    expect(replay.parts.map(({ position, duration }) => [position, duration])).toEqual([
      [0, 120],
      [120, 200],
    ]);
    expect(replay.guests.map(({ name, position, from, duration }) => [name, position, from, duration])).toEqual([['Inès', 30, 0, 30]]);
    expect(replay.chapters.map(({ at, title }) => [at, title])).toEqual([
      [0, 'Dune vase'],
      [50, 'Pebble bowl'],
      [130, 'Dune vase'],
    ]);
    expect(replay.products.map(({ _id }) => _id)).toEqual([vase, bowl]);
    expect([replay.duration, replay.chaptersEdited]).toEqual([320, false]);
  });

  it('tells what was said in step with the picture, and neither what was deleted nor what is bought afterwards', async () => {
    await recorded(track(10, 300));
    await happened(
      [5, 'chat_message', said('first')],
      [70, 'chat_message', said('is it glazed?')],
      [71, 'chat_message', { username: '', message: '', isAdmin: false }],
      [80, 'order_placed', { lines: [{ productId: vase, title: 'Dune vase', quantity: 1 }] }],
      [90, 'announcement', { message: 'Free delivery tonight' }],
      [95, 'question_asked', { questionId: 'c'.repeat(24), username: 'Sofie', text: 'Dishwasher?', productId: null }],
      [99, 'settings_changed', { settings: {} }],
      [4_001, 'order_placed', { lines: [{ productId: vase, title: 'Dune vase', quantity: 2 }] }],
    );
    const { items } = await world.services.replays.moments(null, show, { limit: 200 });
    expect(items.map((moment) => [moment.at, moment.type])).toEqual([
      [0, 'chat_message'],
      [60, 'chat_message'],
      [70, 'order_placed'],
      [80, 'announcement'],
      [85, 'question_asked'],
    ]);
    const messages = items.flatMap((moment) => (moment.type === 'chat_message' ? [moment.message.message] : []));
    expect(messages).toEqual(['first', 'is it glazed?']);
  });

  it('finds any moment of a long show, with something of what was said before it', async () => {
    await recorded(track(0, 3_000));
    const lines = Array.from({ length: 1_000 }, (_, index) => [index * 3, 'chat_message', said(`line ${index}`)] as const);
    await happened(...lines.map(([seconds, type, data]): [number, 'chat_message', object] => [seconds, type, data]));
    const { items, nextAfter } = await world.services.replays.moments(null, show, { at: 1_500, limit: 100 });
    expect(items[0]?.at).toBe((500 - 80) * 3);
    expect(items.some(({ at }) => at === 1_500)).toBe(true);
    const next = await world.services.replays.moments(null, show, { after: nextAfter ?? 0, limit: 500 });
    expect(next.items[0]?.offset).toBe((items.at(-1)?.offset ?? 0) + 1);
    expect(next.nextAfter).toBeUndefined();
  });

  it('takes chapters that the host writes, sorts them, refuses what lies outside, and goes back', async () => {
    await recorded(track(0, 100));
    await happened([5, 'pins_changed', { productIds: [vase] }]);
    const host = (await world.storage.livestreams.byId(show))?.createdBy ?? '';
    const actor = { id: host, role: 'host' as const, name: 'Inès', sessionHash: null };
    const chapters = [
      { at: 50, title: 'The glaze', productId: null },
      { at: 2, title: 'Hello', productId: bowl },
    ];
    const edited = await world.services.replays.setChapters(actor, show, chapters);
    expect(edited.chapters.map(({ title }) => title)).toEqual(['Hello', 'The glaze']);
    expect(edited.chaptersEdited).toBe(true);
    await expect(world.services.replays.setChapters(actor, show, [{ at: 101, title: 'Too late', productId: null }])).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ path: 'chapters.0.at' }],
    });
    await expect(
      world.services.replays.setChapters(actor, show, [{ at: 1, title: 'Nothing', productId: 'f'.repeat(24) }]),
    ).rejects.toMatchObject({ code: 'invalid', fields: [{ path: 'chapters.0.productId' }] });
    const back = await world.services.replays.setChapters(actor, show, null);
    expect(back.chapters.map(({ title }) => title)).toEqual(['Dune vase']);
  });

  it('is hidden with its show', async () => {
    await recorded(track(0, 100));
    await world.storage.livestreams.change(show, ['ended'], { visibility: 'private' });
    const customer = (await world.person('customer')).actor;
    await expect(world.services.replays.get(customer, show)).rejects.toMatchObject({ code: 'not_found' });
    await expect(world.services.replays.moments(null, show, { limit: 10 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
