import { describe, expect, it } from 'vitest';
import { deliveryProblems, deliveryRow, methodsOf } from './delivery-draft.ts';

const POST = { id: 'post', name: 'By post', price: 495, freeFrom: 5_000 };
const written = (name: string) => ({ ...deliveryRow(), name, price: 0 });

describe('the ways of delivery that are being written', () => {
  it('keep the id they had, whatever they are called now, and get one from their name otherwise', () => {
    expect(methodsOf([{ ...deliveryRow(POST), name: ' Parcel ' }])).toEqual([{ ...POST, name: 'Parcel' }]);
    const ids = methodsOf([deliveryRow(POST), written('Post'), written('Abholung in Köln!'), written('配送'), written('宅配')]).map(
      ({ id }) => id,
    );
    expect(ids).toEqual(['post', 'post-2', 'abholung-in-ko-ln', 'way', 'way-2']);
  });

  it('name what is missing, wrong, and there twice', () => {
    const rows = [
      { ...deliveryRow(POST), freeFromInvalid: true },
      { ...deliveryRow(), name: ' by POST ', priceInvalid: true },
      { ...deliveryRow(), price: 0 },
      { ...deliveryRow(), name: 'Fetch it' },
    ];
    expect(Object.keys(deliveryProblems(rows))).toEqual([
      'deliveryMethods.0.freeFrom',
      'deliveryMethods.1.name',
      'deliveryMethods.1.price',
      'deliveryMethods.2.name',
      'deliveryMethods.3.price',
    ]);
    expect(deliveryProblems([deliveryRow(POST)])).toEqual({});
  });
});
