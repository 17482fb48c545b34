import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NATIVE_TOKENS, nativeTokens } from '../native-tokens.mjs';

test('the phones have the colours, radii and durations of the style sheet', () => {
  expect(readFileSync(NATIVE_TOKENS, 'utf8')).toBe(nativeTokens());
});
