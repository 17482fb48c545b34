import { expect, it } from 'vitest';
import { chaptersOfPins } from './chapters.ts';

const TITLES = new Map([
  ['vase', 'Dune vase'],
  ['bowl', 'Pebble bowl'],
]);

it('makes a chapter of each piece that comes on screen', () => {
  const pins = [
    { at: 0, productIds: [] },
    { at: 12, productIds: ['vase'] },
    { at: 40, productIds: ['vase', 'bowl'] },
    { at: 60, productIds: ['bowl', 'vase'] },
    { at: 90, productIds: ['vase'] },
  ];
  expect(chaptersOfPins(pins, TITLES)).toEqual([
    { at: 12, title: 'Dune vase', productId: 'vase' },
    { at: 60, title: 'Pebble bowl', productId: 'bowl' },
    { at: 90, title: 'Dune vase', productId: 'vase' },
  ]);
});
it('keeps the last of those that came at the same moment, and leaves out what the shop no longer knows', () => {
  const pins = [
    { at: 0, productIds: ['vase'] },
    { at: 0, productIds: ['bowl'] },
    { at: 9, productIds: ['gone'] },
  ];
  expect(chaptersOfPins(pins, TITLES)).toEqual([{ at: 0, title: 'Pebble bowl', productId: 'bowl' }]);
});
