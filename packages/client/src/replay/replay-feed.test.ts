import type { Product, Replay, ReplayMoment, ReplayMomentPage } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { ReplayFeed } from './replay-feed.ts';

const product = (id: string): Product => ({
  ...{ _id: id, title: id, description: '', images: [], tags: [], currency: 'EUR', variants: [], taxRate: null, price: 100, stock: 1 },
  ...{ archived: false, createdAt: '', updatedAt: '' },
});
const replay: Replay = {
  livestreamId: 's',
  parts: [{ url: '/r', contentType: 'video/webm', position: 0, duration: 10_000, width: 1, height: 1 }],
  duration: 10_000,
  chapters: [
    { at: 10, title: 'Vase', productId: 'vase' },
    { at: 60, title: 'Bowl', productId: 'bowl' },
  ],
  chaptersEdited: false,
  captions: [],
  guests: [],
  pins: [
    { at: 10, productIds: ['vase'] },
    { at: 60, productIds: ['bowl', 'vase', 'archived'] },
  ],
  products: [product('vase'), product('bowl')],
};
const moment = (offset: number, at: number): ReplayMoment => ({ type: 'announcement', offset, at, message: `at ${at}` });

/** A show in which something is said every ten seconds, as the server pages it. */
class FakeApi {
  readonly asked: object[] = [];
  isAway = false;
  readonly #all = Array.from({ length: 1_000 }, (_, index) => moment(index + 1, index * 10));

  /** What the pieces cost today. */
  price = 100;
  replay = async (): Promise<Replay> => {
    if (this.isAway) throw new Error('away');
    return { ...replay, products: replay.products.map((one) => ({ ...one, price: this.price })) };
  };
  replayMoments = async (_: string, query: { at?: number; after?: number; limit?: number }): Promise<ReplayMomentPage> => {
    this.asked.push(query);
    if (this.isAway) throw new Error('away');
    const limit = query.limit ?? 200;
    const after = query.after ?? Math.max(0, this.#all.findLastIndex(({ at }) => at < (query.at ?? 0)) - 79);
    const items = this.#all.slice(after, after + limit);
    return items.length < limit ? { items } : { items, nextAfter: after + limit };
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const times = (feed: ReplayFeed): number[] => feed.getSnapshot().moments.map(({ at }) => at);

describe('the feed of a replay', () => {
  it('shows what was said up to the position, and what was on screen', async () => {
    const api = new FakeApi();
    const feed = new ReplayFeed(api, replay);
    feed.open();
    await settled();
    expect([times(feed), feed.getSnapshot().chapter]).toEqual([[0], null]);
    feed.moveTo(65);
    expect(times(feed)).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(feed.getSnapshot().pins.map(({ _id }) => _id)).toEqual(['bowl', 'vase']);
    expect(feed.getSnapshot().chapter?.title).toBe('Bowl');
    expect(api.asked).toHaveLength(1);
  });

  it('reads ahead as the picture goes on, each page once', async () => {
    const api = new FakeApi();
    const feed = new ReplayFeed(api, replay);
    feed.open();
    await settled();
    for (let position = 0; position <= 2_100; position += 50) {
      feed.moveTo(position);
      await settled();
    }
    expect(api.asked).toEqual([
      { after: 0, limit: 200 },
      { after: 200, limit: 200 },
    ]);
    expect(times(feed).at(-1)).toBe(2_100);
  });

  it('reads around the place of a jump, and drops the answer for the place before', async () => {
    const api = new FakeApi();
    const feed = new ReplayFeed(api, replay);
    feed.open();
    feed.seek(8_000);
    await settled();
    expect(times(feed).at(-1)).toBe(8_000);
    expect(times(feed)[0]).toBeGreaterThan(7_000);
    feed.seek(8_050);
    expect(times(feed).at(-1)).toBe(8_050);
    expect(api.asked).toHaveLength(2);
  });

  it('goes back to what was not read, and shows nothing that came later', async () => {
    const api = new FakeApi();
    const feed = new ReplayFeed(api, replay);
    feed.seek(8_000);
    await settled();
    feed.seek(30);
    expect(feed.getSnapshot().moments).toEqual([]);
    await settled();
    expect(times(feed)).toEqual([0, 10, 20, 30]);
  });

  it('says that it could not be read, and tries again when asked to', async () => {
    const api = new FakeApi();
    api.isAway = true;
    const feed = new ReplayFeed(api, replay);
    feed.seek(500);
    await settled();
    expect(feed.getSnapshot().failed).toBe(true);
    feed.moveTo(501);
    await settled();
    expect(api.asked).toHaveLength(1);
    api.isAway = false;
    feed.retry();
    await settled();
    expect(feed.getSnapshot().failed).toBe(false);
    expect(times(feed).at(-1)).toBe(500);
  });

  it('keeps what it shows the same object while nothing changes', async () => {
    const feed = new ReplayFeed(new FakeApi(), replay);
    feed.open();
    await settled();
    feed.moveTo(61);
    const { moments, pins } = feed.getSnapshot();
    feed.moveTo(62);
    expect(feed.getSnapshot().moments).toBe(moments);
    expect(feed.getSnapshot().pins).toBe(pins);
  });

  it('sells at today’s price, and at the last one known while the shop is away', async () => {
    const api = new FakeApi();
    const feed = new ReplayFeed(api, replay);
    feed.moveTo(65);
    api.price = 80;
    await feed.refresh();
    expect(feed.getSnapshot().pins.map(({ price }) => price)).toEqual([80, 80]);
    api.isAway = true;
    api.price = 60;
    await feed.refresh();
    expect(feed.getSnapshot().products[0]?.price).toBe(80);
  });
});
