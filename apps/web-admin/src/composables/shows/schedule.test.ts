import { describe, expect, it } from 'vitest';
import { fromLocalField, toLocalField } from './schedule.ts';

describe('the time of a show', () => {
  it('is the same instant after it was edited', () => {
    const iso = '2026-12-24T18:30:00.000Z';
    expect(fromLocalField(toLocalField(iso))).toBe(iso);
    expect(fromLocalField('')).toBeNull();
    expect(toLocalField(null)).toBe('');
  });
});
