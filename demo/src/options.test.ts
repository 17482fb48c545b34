import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('without options the demo is a middling evening in a throw-away folder, on this machine alone', () => {
  expect(readOptions([])).toEqual({ viewers: 60, rate: 2, past: 20, port: 8090, dataDir: null, lan: false });
});
test('every option is taken', () => {
  const given = ['--viewers', '200', '--rate', '0.5', '--past', '0', '--port', '0', '--data', '.demo', '--lan'];
  expect(readOptions(given)).toEqual({ viewers: 200, rate: 0.5, past: 0, port: 0, dataDir: '.demo', lan: true });
});
test('the crowd keeps the pace that it is given', () => {
  const rates = ['calm', 'usual', 'lively'].map((pace) => readOptions(['--pace', pace]).rate);
  expect(rates).toEqual(rates.toSorted((one, other) => one - other));
  expect(new Set(rates).size).toBe(3);
  expect(readOptions([]).rate).toBe(rates[1]);
});
test('what is wrong is named', () => {
  expect(() => readOptions(['--viewers', 'many'])).toThrow('--viewers many: it is a whole number from 0 to 1000.');
  expect(() => readOptions(['--viewers', '2000'])).toThrow('--viewers 2000');
  expect(() => readOptions(['--rate', ''])).toThrow('--rate : it is a number from 0 to 30.');
  expect(() => readOptions(['--pace', 'toString'])).toThrow('--pace toString: it is one of calm, usual, lively.');
  expect(() => readOptions(['--pace', 'calm', '--rate', '2'])).toThrow('--pace and --rate: it is one or the other.');
  expect(() => readOptions(['--watchers', '3'])).toThrow('--watchers');
});
