import { describe, expect, it } from 'vitest';
import { formatMoney } from './money.ts';

/** Intl writes no-break spaces; which ones is its own affair. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('an amount of money', () => {
  it.each([
    [6800, 'EUR', 'en-IE', '€68'],
    [6850, 'EUR', 'en-IE', '€68.50'],
    [5, 'USD', 'en-US', '$0.05'],
    [0, 'USD', 'en-US', '$0'],
    [1200, 'JPY', 'en-US', '¥1,200'],
    [1234, 'KWD', 'en-US', 'KWD 1.234'],
    [123_456_700, 'EUR', 'de-DE', '1.234.567 €'],
    [100_000_000, 'GBP', 'en-GB', '£1,000,000'],
  ])('of %i minor units of %s in %s reads %s', (amount, currency, locale, text) => {
    expect(plain(formatMoney(amount, currency, false, locale))).toBe(text);
  });
});
