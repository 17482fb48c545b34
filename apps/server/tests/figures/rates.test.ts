import type { TimelineEntry } from '@vitrine/protocol';
import { Analytics } from '@vitrine/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresOf, MINUTE, type ShowReadings } from '../../src/domain/analytics/figures.ts';
import { countsUntil, pinPeriods } from '../../src/domain/analytics/pin-periods.ts';

const START = Date.UTC(2026, 0, 1);
const product = (n: number): string => String(n).padStart(24, '0');
const instant = fc.integer({ min: -10 * 60, max: 90 * 60 }).map((seconds) => START + seconds * 1000);
const count = fc.nat(50);

const pinEntries = fc
  .array(fc.record({ at: instant, products: fc.uniqueArray(fc.nat(3), { maxLength: 3 }) }), { maxLength: 12 })
  .map((changes) =>
    changes
      .sort((one, other) => one.at - other.at)
      .map(
        ({ at, products }, index): TimelineEntry => ({
          streamId: product(99),
          offset: index + 1,
          key: `pins:${index}`,
          type: 'pins_changed',
          at: new Date(at).toISOString(),
          data: { productIds: products.map(product) },
        }),
      ),
  );
const sold = fc
  .array(fc.record({ orderId: fc.nat(20), product: fc.nat(3), quantity: fc.integer({ min: 1, max: 5 }), amount: fc.nat(10_000) }), {
    maxLength: 40,
  })
  .chain((lines) => fc.array(instant, { minLength: 21, maxLength: 21 }).map((times) => ({ lines, times })))
  .map(({ lines, times }) =>
    lines
      .map((line) => ({
        orderId: String(line.orderId),
        buyerId: 'b',
        // All lines of an order were placed at once.
        at: times[line.orderId] ?? START,
        productId: product(line.product),
        quantity: line.quantity,
        amount: line.amount,
      }))
      .sort((one, other) => one.at - other.at),
  );

/** Whatever may be read, also what was read a moment too early or too late to fit the rest. */
const readings: fc.Arbitrary<ShowReadings> = fc
  .record({
    isOver: fc.boolean(),
    hasBegun: fc.boolean(),
    totals: fc.record({ unique: count, engaged: count, buyers: count, watchedSeconds: fc.nat(100_000) }),
    present: fc.array(count, { maxLength: 60 }),
    samples: fc.array(fc.record({ viewers: count, times: fc.integer({ min: 1, max: 4 }), likes: count }), { maxLength: 60 }),
    likes: count,
    chat: fc.array(count, { maxLength: 60 }),
    marks: fc.array(fc.record({ seenBy: count, clickedBy: count, clicks: count }), { maxLength: 4 }),
    marked: fc.record({ saw: count, clicked: count }),
    sold,
    pinEntries,
  })
  .map(({ isOver, hasBegun, present, samples, chat, marks, pinEntries: entries, ...rest }) => {
    const airTime = { start: hasBegun ? START : null, end: isOver ? START + 60 * MINUTE : null };
    const first = START / MINUTE;
    const periods = pinPeriods(entries, airTime);
    return {
      ...rest,
      streamId: product(99),
      now: START + 80 * MINUTE,
      airTime,
      viewersNow: 3,
      peakViewers: 4,
      present: present.map((viewers, index) => ({ minute: first + index, viewers })),
      samples: samples.map(({ viewers, times, likes }, index) => ({
        streamId: product(99),
        minute: first + index,
        viewersPeak: viewers,
        viewersSum: viewers * times,
        samples: times,
        likes,
      })),
      counts: chat.map((messages, index) => ({ minute: first + index, type: 'chat_message' as const, count: messages })),
      marks: marks.map((mark, index) => ({ productId: product(index), ...mark })),
      pins: periods.map((period) => ({ ...period, viewers: 1, clicks: 0, until: countsUntil(period, periods).until })),
      titles: new Map(),
      currency: 'EUR',
    };
  });
const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

describe('Whatever is read of a show, its figures', () => {
  test('fit their schema, have no rate above 1, come minute by minute to their totals, and give no sale to two pins', () => {
    fc.assert(
      fc.property(readings, (given) => {
        const figures = Analytics.parse(figuresOf(given));
        const rates = [
          figures.engagementRate,
          figures.orders.conversion,
          figures.clicks.clickThrough,
          ...figures.products.map(({ clickThrough }) => clickThrough),
          ...figures.retention.map(({ share }) => share),
        ];
        for (const rate of rates) expect(rate >= 0 && rate <= 1).toBe(true);
        for (const { share } of figures.retention) expect(share).toBeLessThanOrEqual(1);
        expect(sum(figures.minutes.map(({ chatMessages }) => chatMessages))).toBe(figures.chatMessages);
        expect(sum(figures.minutes.map(({ likes }) => likes))).toBe(figures.likes);
        expect(sum(figures.minutes.map(({ orders }) => orders))).toBe(figures.orders.count);
        expect(sum(figures.minutes.map(({ revenue }) => revenue))).toBe(figures.orders.revenue);
        expect(sum(figures.products.map(({ revenue }) => revenue))).toBe(figures.orders.revenue);
        expect(sum(figures.pins.map(({ revenue }) => revenue))).toBeLessThanOrEqual(figures.orders.revenue);
        expect(figures.viewers.averageWatchTime).toBeLessThanOrEqual(figures.secondsOnAir);
        for (const pin of figures.pins) expect(pin.seconds).toBeLessThanOrEqual(figures.secondsOnAir);
      }),
      { numRuns: 500 },
    );
  });
});

describe('Pins', () => {
  const entry = (seconds: number, ...products: number[]): TimelineEntry => ({
    streamId: product(99),
    offset: 1,
    key: String(seconds),
    type: 'pins_changed',
    at: new Date(START + seconds * 1000).toISOString(),
    data: { productIds: products.map(product) },
  });
  const seconds = (at: number | null): number | null => (at === null ? null : (at - START) / 1000);
  const periodsOf = (entries: TimelineEntry[], end: number | null) =>
    pinPeriods(entries, { start: START, end: end === null ? null : START + end * 1000 }).map(({ productId, from, to }) => [
      Number(productId),
      seconds(from),
      seconds(to),
    ]);

  test('that were up before the start count from it, and those at the end until it', () => {
    expect(periodsOf([entry(-60, 1), entry(30, 2)], 100)).toEqual([
      [1, 0, 30],
      [2, 30, 100],
    ]);
    expect(periodsOf([entry(-60, 1), entry(-30)], 100)).toEqual([]);
  });
  test('are of what is on the screen: one that waits behind it has a period of its own once it is back', () => {
    expect(periodsOf([entry(10, 1), entry(20, 2, 1), entry(30, 1)], null)).toEqual([
      [1, 10, 20],
      [2, 20, 30],
      [1, 30, null],
    ]);
  });
  test('that stay while others come and go behind them are one period', () => {
    expect(periodsOf([entry(10, 1), entry(20, 1, 2), entry(30, 1)], null)).toEqual([[1, 10, null]]);
  });
  test('make no period before the show begins', () => {
    expect(pinPeriods([entry(10, 1)], { start: null, end: null })).toEqual([]);
  });
});
