// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { formatClock, formatLength, formatMoney } from './format.ts';

describe('figures', () => {
  it('writes money with as many decimals as it needs, and all of them where it is exact', () => {
    expect(formatMoney(6800, 'EUR')).toMatch(/68(?![.,]0)/);
    expect(formatMoney(6850, 'EUR')).toMatch(/68[.,]50/);
    expect(formatMoney(6800, 'EUR', true)).toMatch(/68[.,]00/);
  });
  it('knows currencies without minor units', () => {
    expect(formatMoney(6800, 'JPY')).toMatch(/6.?800$/);
  });
  it('writes lengths as a clock and as people say them', () => {
    expect(formatClock(3498)).toBe('58:18');
    expect(formatClock(4360)).toBe('1:12:40');
    expect(formatLength(4080)).toBe('1 h 08 min');
    expect(formatLength(40)).toBe('40 s');
  });
});
