import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, csvLine, decimalAmount, parseCsv, plainCell } from './csv.ts';

test('What is written is read again, whatever is in it', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', ';', ' ', '=', '+', '-', '@', "'", '\n', '\t', '1') });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      const full = rows.filter((cells) => cells.some((each) => each.trim() !== ''));
      const read = [...parseCsv(full.map(csvLine).join(''))].map(({ cells }) => cells.map(plainCell));
      // An apostrophe before what looks like a formula is ours or the writer's: it can't be told apart, and is taken away.
      expect(read).toEqual(full.map((cells) => cells.map(plainCell)));
    }),
  );
});

test.each(['=1+1', '+31 6 12', '-2', '@SUM(A1)', '\tx', '\rx'])('No spreadsheet runs %j', (cell) => {
  expect(csvLine([cell])).toMatch(/^"?'/);
});

test('Lines are named as an editor counts them, with breaks inside quotes and a mark at the start', () => {
  const rows = [...parseCsv('\ufefftitle,price\r\n\r\n"a\r\nb",1\nc,2')];
  expect(rows).toEqual([
    { line: 1, cells: ['title', 'price'] },
    { line: 3, cells: ['a\r\nb', '1'] },
    { line: 5, cells: ['c', '2'] },
  ]);
});

test('Amounts have the digits of their currency', () => {
  expect([decimalAmount(6_800, 'EUR'), decimalAmount(5, 'EUR'), decimalAmount(680, 'JPY'), decimalAmount(1_234, 'KWD')]).toEqual([
    '68.00',
    '0.05',
    '680',
    '1.234',
  ]);
  expect([amountOf('68', 'EUR'), amountOf('68.5', 'EUR'), amountOf('0,05', 'EUR'), amountOf('680', 'JPY')]).toEqual([6_800, 6_850, 5, 680]);
  for (const [text, currency] of [
    ['68.001', 'EUR'],
    ['1.5', 'JPY'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['1.', 'EUR'],
  ] as const)
    expect([text, amountOf(text, currency)]).toEqual([text, null]);
});
