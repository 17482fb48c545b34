import { expect, it } from 'vitest';
import { oneTimeToken } from './one-time-token.ts';
import { returnPath } from './return-path.ts';

it('reads the token of a one-time link from its fragment', () => {
  expect(oneTimeToken('#token=aB_3-x')).toBe('aB_3-x');
  expect(oneTimeToken('#token=')).toBeUndefined();
  expect(oneTimeToken('#other=1')).toBeUndefined();
  expect(oneTimeToken('')).toBeUndefined();
});

it('goes back only to a path of this app', () => {
  expect(returnPath('/shows/64')).toBe('/shows/64');
  for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example', undefined, ['/a']])
    expect(returnPath(elsewhere)).toBe('/');
});
