// @vitest-environment happy-dom
import type { Livestream, Product } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { aProduct, aShow } from '../../testing/records.ts';
import { firstRun } from './first-run.ts';
import { type TaskReadings, tasksOf } from './overview-tasks.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const inHours = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();
const NONE = { count: 0, andMore: false };
const titles = (given: Partial<TaskReadings>): string[] =>
  tasksOf({
    ...{ now: NOW, live: [], scheduled: [], products: [], toSend: NONE, toBePaid: NONE, reports: NONE },
    ...given,
  }).map(({ title }) => title);
const show = (title: string, given: Partial<Livestream>): Livestream => aShow({ _id: title, title, ...given });
const item = (product: Product) => ({ productId: product._id, showPrice: null, limitPerBuyer: null });

describe('what needs doing', () => {
  it('is nothing in a shop where all is well', () => {
    const vase = aProduct({ stock: 3 });
    expect(titles({ products: [vase], scheduled: [show('Soon', { scheduledFor: inHours(2), lineup: [item(vase)] })] })).toEqual([]);
  });

  it('begins with what viewers notice: a show without a picture, one that did not begin, reports', () => {
    expect(
      titles({
        live: [show('Away', { status: 'interrupted' }), show('Fine', { status: 'live' })],
        scheduled: [show('Late', { scheduledFor: inHours(-1) })],
        toSend: { count: 100, andMore: true },
        reports: { count: 1, andMore: false },
      }),
    ).toEqual(['Away', 'Late', 'One report', 'more than 100 orders to send']);
  });

  it('asks for a line-up only when the show is near', () => {
    expect(
      titles({
        scheduled: [show('Near', { scheduledFor: inHours(20) }), show('Far', { scheduledFor: inHours(200) }), show('Undated', {})],
      }),
    ).toEqual(['Near']);
  });

  it('names what is sold out and in a show to come, not what nobody will show', () => {
    const [vase, bowl] = [aProduct({ _id: 'v', title: 'Vase', stock: 0 }), aProduct({ _id: 'b', title: 'Bowl', stock: 0 })];
    expect(titles({ products: [vase, bowl], scheduled: [show('Later', { scheduledFor: inHours(99), lineup: [item(vase)] })] })).toEqual([
      'Vase is sold out',
    ]);
  });
});

describe('the way to the first show', () => {
  const stepsOf = (given: Partial<Parameters<typeof firstRun>[0]>) =>
    firstRun({ product: false, live: [], scheduled: [], ended: [], ...given })?.map(({ isDone, to }) => (isDone ? 'done' : to));

  it('leads from a product over a show to its control room', () => {
    expect(stepsOf({})).toEqual(['/products?new', '/shows?new', '/shows?new']);
    expect(stepsOf({ product: true })).toEqual(['done', '/shows?new', '/shows?new']);
    expect(stepsOf({ product: true, scheduled: [show('first', {})] })).toEqual(['done', 'done', '/shows/first']);
  });

  it('is over once a show was on air; one that was called off does not count', () => {
    const ended = [show('off', { status: 'ended', startTime: null })];
    expect(stepsOf({ product: true, ended })).toEqual(['done', '/shows?new', '/shows?new']);
    expect(stepsOf({ product: true, ended: [show('over', { status: 'ended', startTime: inHours(-9) })] })).toBeUndefined();
    expect(stepsOf({ product: true, live: [show('on', { status: 'live' })] })).toBeUndefined();
  });
});
