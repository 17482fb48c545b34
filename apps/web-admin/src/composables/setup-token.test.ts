import { expect, it } from 'vitest';
import { returnPath } from './return-path.ts';
import { setupToken } from './setup-token.ts';

it('reads the token of a one-time link from its fragment', () => {
  expect(setupToken('#token=aB_3-x')).toBe('aB_3-x');
  expect(setupToken('#token=')).toBeUndefined();
  expect(setupToken('#other=1')).toBeUndefined();
  expect(setupToken('')).toBeUndefined();
});

it('goes back only to a path of this app', () => {
  expect(returnPath('/shows/64')).toBe('/shows/64');
  for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example', undefined, ['/a']])
    expect(returnPath(elsewhere)).toBe('/shows');
});
