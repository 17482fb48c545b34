// @vitest-environment happy-dom
import type { Livestream, Product } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { aProduct, aShow } from '../../testing/records.ts';
import { type FirstRunReadings, firstRun } from './first-run.ts';
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

  it('says what is true of a show without a line-up: all can be shown, or there is nothing yet', () => {
    const near = show('Near', { scheduledFor: inHours(20) });
    const given = { now: NOW, live: [], scheduled: [near], toSend: NONE, toBePaid: NONE, reports: NONE };
    expect(tasksOf({ ...given, products: [aProduct()] })).toMatchObject([
      { note: expect.stringContaining('the whole catalogue'), to: '/shows/Near' },
    ]);
    expect(tasksOf({ ...given, products: [] })).toMatchObject([{ note: expect.stringContaining('no product yet'), to: '/products?new' }]);
  });

  it('names what is sold out and in a show to come, not what nobody will show', () => {
    const [vase, bowl] = [aProduct({ _id: 'v', title: 'Vase', stock: 0 }), aProduct({ _id: 'b', title: 'Bowl', stock: 0 })];
    expect(titles({ products: [vase, bowl], scheduled: [show('Later', { scheduledFor: inHours(99), lineup: [item(vase)] })] })).toEqual([
      'Vase is sold out',
    ]);
  });
});

describe('the way to the first sale', () => {
  const guideOf = (given: Partial<FirstRunReadings>) =>
    firstRun({ product: false, sale: false, live: [], scheduled: [], ended: [], ...given });
  const stepsOf = (given: Partial<FirstRunReadings>) => guideOf(given)?.steps.map(({ state, to }) => (state === 'open' ? to : state));
  const first = show('first', {});
  const tried = (given: Partial<Livestream>) => show('tried', { rehearsal: true, visibility: 'private', ...given });
  const over = (id: string) => show(id, { status: 'ended', startTime: inHours(-9) });

  it('leads from a product over a show and its rehearsal to the control room', () => {
    expect(stepsOf({})).toEqual(['/products?new', '/shows?new', '/shows?new', '/shows?new', '/shows?new']);
    expect(stepsOf({ product: true, scheduled: [first] })).toEqual(['done', 'done', null, '/shows/first', '/shows/first']);
  });

  it('leads back to a rehearsal that was made, and takes neither it nor its start for the show', () => {
    expect(stepsOf({ product: true, scheduled: [tried({}), first] })?.slice(1)).toEqual([
      'done',
      '/shows/tried',
      '/shows/first',
      '/shows/first',
    ]);
    const onAir = tried({ status: 'live', startTime: inHours(-1) });
    expect(stepsOf({ product: true, live: [onAir], scheduled: [first] })?.slice(1)).toEqual([
      'done',
      'done',
      '/shows/first',
      '/shows/first',
    ]);
    const past = tried({ status: 'ended', startTime: inHours(-2) });
    expect(stepsOf({ product: true, scheduled: [first], ended: [past] })?.[2]).toBe('done');
    expect(stepsOf({ product: true, scheduled: [first], ended: [tried({ status: 'ended' })] })?.[2]).toBeNull();
  });

  it('lets a rehearsal be skipped, and a show that was called off does not count', () => {
    const live = [show('on', { status: 'live', startTime: inHours(-1) })];
    expect(stepsOf({ product: true, live })).toEqual(['done', 'done', 'skipped', 'done', '/shows/on']);
    expect(guideOf({ product: true, live })?.next).toBe('sale');
    expect(stepsOf({ product: true, ended: [show('off', { status: 'ended', startTime: null })] })?.[3]).toBe('/shows?new');
  });

  it('has nothing left after a sale, and is gone once the shop is under way', () => {
    expect(guideOf({ product: true, sale: true, ended: [over('one')] })?.next).toBeNull();
    expect(guideOf({ product: true, sale: true, ended: [over('one'), over('two')] })).toBeNull();
    expect(guideOf({ product: true, ended: [over('one'), over('two')] })?.next).toBe('sale');
    expect(guideOf({ product: true, ended: [over('one'), over('two'), over('three')] })).toBeNull();
  });
});
