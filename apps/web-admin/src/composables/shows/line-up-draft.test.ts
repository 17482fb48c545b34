import { describe, expect, it } from 'vitest';
import { lineUpOf, moved, newRow, placeAt, rowOf } from './line-up-draft.ts';

describe('a line-up that is being written', () => {
  it('is kept as it was given, and begins a product without terms', () => {
    const item = { productId: 'vase', showPrice: 6_200, limitPerBuyer: 2 };
    expect(lineUpOf([rowOf(item), newRow('bowl')])).toEqual([item, { productId: 'bowl', showPrice: null, limitPerBuyer: null }]);
  });

  it('moves one row and keeps the order of the others', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
    expect(moved(['a'], 4, 0)).toEqual(['a']);
  });

  it('puts a dragged row past a neighbour once it is beyond its middle', () => {
    const middles = [25, 75, 125, 175];
    expect(placeAt(80, 1, middles)).toBe(1);
    expect(placeAt(124, 1, middles)).toBe(1);
    expect(placeAt(126, 1, middles)).toBe(2);
    expect(placeAt(500, 1, middles)).toBe(3);
    expect(placeAt(10, 2, middles)).toBe(0);
  });
});
