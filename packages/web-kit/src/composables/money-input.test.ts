// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { currencyDigits, minorToText, textToMinor } from './money-input.ts';

describe('an amount written by hand', () => {
  it.each([
    ['68', 6_800],
    ['68.5', 6_850],
    ['68,50', 6_850],
    [' 0.07 ', 7],
    ['19.99', 1_999],
    ['1.', 100],
  ])('reads %s as minor units, without rounding', (written, minor) => {
    expect(textToMinor(written, 2)).toBe(minor);
  });

  it.each(['68.505', '1,234.50', '1.234', '-3', '12 €', 'abc', '.', '1e3'])('refuses %s rather than guess', (written) => {
    expect(textToMinor(written, 2)).toBe('invalid');
  });

  it('tells an empty field from a wrong one', () => {
    expect(textToMinor('  ', 2)).toBeNull();
  });

  it('knows currencies without decimals', () => {
    expect(currencyDigits('JPY')).toBe(0);
    expect(textToMinor('6800', 0)).toBe(6_800);
    expect(textToMinor('68.5', 0)).toBe('invalid');
  });

  it('writes minor units as they are typed', () => {
    expect(minorToText(6_800, 2)).toBe('68');
    expect(minorToText(6_805, 2)).toBe('68.05');
    expect(minorToText(6_800, 0)).toBe('6800');
  });
});
