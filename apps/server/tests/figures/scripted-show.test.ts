import type { Analytics, Product } from '@vitrine/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { ShowAnalytics } from '../../src/domain/analytics/analytics.ts';
import { analyticsLines } from '../../src/domain/analytics/analytics-csv.ts';
import { FORMULAS } from '../../src/domain/analytics/formulas.ts';
import { ShowSampler } from '../../src/domain/analytics/sampler.ts';
import { AudienceService } from '../../src/domain/audience/audience.ts';
import { parseCsv } from '../../src/domain/csv.ts';
import { ADMIN, codeOf, HOST, MODERATOR, OTHER_HOST, openShop, orderOf, type TestShop } from '../selling/store.ts';

const person = (digit: string, name: string): Actor => ({ id: digit.repeat(24), role: 'guest', name, sessionHash: null });
const [ANNA, BO, CLEO, DAN] = [person('1', 'Anna'), person('2', 'Bo'), person('3', 'Cleo'), person('4', 'Dan')];
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

let shop: TestShop;
let audience: AudienceService;
let analytics: ShowAnalytics;
let show: string;
let vase: Product;
let bowl: Product;
let figures: Analytics;

/** Plays a show of eleven minutes; the figures below are counted by hand from these lines. */
async function play(): Promise<void> {
  const start = shop.now;
  const sampler = new ShowSampler({ storage: shop.storage, audience, clock, onAir: () => shop.livestreams.onAir.all() });
  const say = (who: Actor, text: string) =>
    shop.timelines
      .append(show, {
        key: `${who.id}:${text}`,
        type: 'chat_message',
        actorId: who.id,
        data: { username: who.name ?? '', message: text, isAdmin: false },
      })
      .then(() => shop.storage.viewers.engaged(show, who.id, 'chatted', shop.now));
  const order = (who: Actor, product: Product, key: string, quantity = 1) =>
    shop.orders.place(who, orderOf(product, { streamId: show, quantity }), key);
  let danLeaves = (): void => {};
  const script: [number, () => unknown][] = [
    [0, () => shop.livestreams.start(HOST, show)],
    [0, () => audience.started(show)],
    [0, () => [ANNA, BO, CLEO].map((viewer) => audience.join(show, viewer.id))],
    [0, () => (danLeaves = audience.join(show, DAN.id))],
    [30, () => sampler.sample()],
    [60, () => shop.pins.set(HOST, show, [vase._id])],
    [65, () => say(ANNA, 'hello')],
    [70, () => Promise.all([ANNA, BO, CLEO, DAN].map((viewer) => audience.seen(viewer, show, [vase._id])))],
    [75, () => audience.clicked(ANNA, show, [vase._id])],
    [76, () => audience.clicked(ANNA, show, [vase._id, '9'.repeat(24)])],
    [85, () => shop.storage.likes.set(show, ANNA.id, true, shop.now)],
    [85, () => shop.storage.viewers.engaged(show, ANNA.id, 'liked', shop.now)],
    [90, () => danLeaves()],
    [91, () => sampler.sample()],
    [95, () => say(ANNA, 'how tall is it?')],
    [125, () => say(CLEO, 'lovely')],
    [130, () => audience.clicked(BO, show, [vase._id])],
    [140, () => order(ANNA, vase, 'a')],
    [150, () => order(BO, bowl, 'b', 2)],
    [160, async () => shop.orders.change(ANNA, (await order(ANNA, bowl, 'cancelled')).order._id, { state: 'cancelled' })],
    [180, () => shop.pins.set(HOST, show, [bowl._id])],
    // Within five minutes of the vase's leaving the screen, and after them.
    [300, () => order(CLEO, vase, 'c')],
    [500, () => order(ANNA, vase, 'late')],
    [600, () => shop.pins.set(HOST, show, [vase._id])],
    [660, () => shop.livestreams.stop(HOST, show)],
    [660, () => audience.ended(show)],
    [700, () => audience.clicked(DAN, show, [bowl._id])],
    [720, () => audience.attendance.flush()],
  ];
  for (const [second, act] of script) {
    shop.now = start + second * 1000;
    await act();
  }
}
const clock = { now: () => shop.now, monotonic: () => shop.now };

beforeAll(async () => {
  shop = await openShop();
  vase = await shop.product({ title: '=HYPERLINK("http://evil.example")', price: 6_800 });
  bowl = await shop.product({ title: 'Ash bowl', price: 2_500 });
  show = await shop.show();
  audience = new AudienceService({
    storage: shop.storage,
    backplane: createLocalBackplane(),
    clock,
    isOnAir: (streamId) => shop.livestreams.isOnAir(streamId),
    knownPeak: (streamId) => shop.livestreams.knownPeak(streamId),
  });
  analytics = new ShowAnalytics({ ...shop, audience, likes: { onChange: () => () => {} }, clock, currency: () => 'EUR' });
  await play();
  figures = await analytics.of(HOST, show);
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

describe('The figures of a show', () => {
  test('count its viewers: now, at the peak, on average, each once, and how long they stayed', () => {
    expect(figures.secondsOnAir).toBe(660);
    // Sampled with four viewers and with three. Three stayed 660 seconds, one 90.
    expect(figures.viewers).toEqual({ now: 0, peak: 4, average: 3.5, unique: 4, averageWatchTime: 517.5 });
  });

  test('say who was still there, minute by minute', () => {
    expect(figures.retention.map(({ minute }) => minute)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(figures.retention.map(({ share }) => share)).toEqual([1, 1, ...Array.from({ length: 9 }, () => 0.75)]);
  });

  test('count what viewers did', () => {
    expect(figures).toMatchObject({ likes: 1, chatMessages: 3, chatRate: 0.3, questions: 0, announcements: 0, engagementRate: 0.75 });
    // Anna's two clicks of one minute are one; an unknown product and a click after the end are none.
    expect(figures.clicks).toEqual({ impressions: 4, clicks: 2, clickThrough: 0.5 });
    expect(figures.funnel).toEqual({ watched: 4, sawProduct: 4, clicked: 2, bought: 3 });
  });

  test('take money from orders that count alone', () => {
    expect(figures.orders).toEqual({ count: 4, revenue: 25_400, currency: 'EUR', average: 6_350, conversion: 0.75 });
    expect(figures.products).toEqual([
      { productId: vase._id, title: vase.title, impressions: 4, clicks: 2, clickThrough: 0.5, orders: 3, units: 3, revenue: 20_400 },
      { productId: bowl._id, title: 'Ash bowl', impressions: 0, clicks: 0, clickThrough: 0, orders: 1, units: 2, revenue: 5_000 },
    ]);
  });

  test('say of each pin how long it was up, who was there, and what it brought within five minutes after', () => {
    expect(figures.pins.map(({ title, productId, ...pin }) => ({ ...pin, of: productId === vase._id ? 'vase' : 'bowl' }))).toEqual([
      { of: 'vase', from: at(60), to: at(180), seconds: 120, viewers: 4, clicks: 2, orders: 2, revenue: 13_600 },
      { of: 'bowl', from: at(180), to: at(600), seconds: 420, viewers: 3, clicks: 0, orders: 0, revenue: 0 },
      { of: 'vase', from: at(600), to: at(660), seconds: 60, viewers: 3, clicks: 0, orders: 0, revenue: 0 },
    ]);
  });

  test('run through the minutes', () => {
    const nothing = { viewers: 0, chatMessages: 0, likes: 0, orders: 0, revenue: 0 };
    expect(figures.minutes).toEqual([
      { ...nothing, at: at(0), viewers: 4 },
      { ...nothing, at: at(60), viewers: 3, chatMessages: 2, likes: 1 },
      { ...nothing, at: at(120), chatMessages: 1, orders: 2, revenue: 11_800 },
      { ...nothing, at: at(300), orders: 1, revenue: 6_800 },
      { ...nothing, at: at(480), orders: 1, revenue: 6_800 },
    ]);
  });

  test('are for its host and admins', async () => {
    expect(await codeOf(analytics.of(ADMIN, show))).toBe('done');
    for (const other of [OTHER_HOST, MODERATOR, ANNA]) {
      expect(await codeOf(analytics.of(other, show))).toBe('forbidden');
      expect(await codeOf(analytics.exportCsv(other, show))).toBe('forbidden');
      expect(await codeOf(analytics.follow(other, show, () => {}))).toBe('forbidden');
    }
  });

  test('each have a formula, and each formula a figure', () => {
    const placeOf = (figure: string): unknown =>
      figure.split('.').reduce<unknown>((value, name) => {
        const within = Array.isArray(value) ? value[0] : value;
        return typeof within === 'object' && within !== null ? Reflect.get(within, name) : undefined;
      }, figures);
    for (const { figure, formula } of FORMULAS) {
      expect(placeOf(figure), figure).toBeDefined();
      expect(formula).toMatch(/\.$/);
    }
    const named = new Set(FORMULAS.map(({ figure }) => figure.split('.')[0]));
    expect([...named].sort()).toEqual(
      Object.keys(figures)
        .filter((name) => name !== 'streamId')
        .sort(),
    );
  });

  test('come as CSV in which no title is a formula', () => {
    const rows = [...parseCsv([...analyticsLines(figures, '+1 show')].join(''))].map(({ cells }) => cells);
    expect(rows[0]).toEqual(['show', "'+1 show"]);
    const revenue = rows.find(([name]) => name === 'Revenue');
    expect(revenue?.[1]).toBe('254.00');
    expect(rows.filter(([cell]) => cell === `'${vase.title}`)).toHaveLength(3);
    expect(rows.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  });

  test('stand beside those of other ended shows: a host’s own, all for admins', async () => {
    const other = await shop.show([], OTHER_HOST);
    await shop.livestreams.stop(OTHER_HOST, other);
    const own = await analytics.list(HOST, { limit: 20 });
    expect(own.items).toMatchObject([
      { streamId: show, secondsOnAir: 660, uniqueViewers: 4, orders: 4, revenue: 25_400, chatMessages: 3, likes: 1, conversion: 0.75 },
    ]);
    const first = await analytics.list(ADMIN, { limit: 1 });
    const second = await analytics.list(ADMIN, { limit: 1, ...(first.nextCursor && { cursor: first.nextCursor }) });
    expect([...first.items, ...second.items].map(({ streamId }) => streamId).sort()).toEqual([show, other].sort());
    expect(await codeOf(analytics.list(MODERATOR, { limit: 20 }))).toBe('forbidden');
  });
});
