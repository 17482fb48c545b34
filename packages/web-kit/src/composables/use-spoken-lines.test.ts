import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { SPEAK_INTERVAL, useSpokenLines } from './use-spoken-lines.ts';

describe('spoken lines', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('speaks one line at once and a burst after it as its last line and a count', () => {
    const scope = effectScope();
    const { spoken, say } = scope.run(() => useSpokenLines((count) => `and ${count} more`))!;
    say('one');
    expect(spoken.value).toBe('one');
    say('two');
    say('three');
    say('four');
    expect(spoken.value).toBe('one');
    vi.advanceTimersByTime(SPEAK_INTERVAL);
    expect(spoken.value).toBe('four and 2 more');
    scope.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
