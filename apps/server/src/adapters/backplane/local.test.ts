import { RATES } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLocalBackplane } from './local.ts';

describe('presence on one node', () => {
  it('counts distinct viewers of each stream', async () => {
    const { presence } = createLocalBackplane();
    presence.join('a', 'mira');
    presence.join('a', 'mira');
    presence.join('a', 'noor');
    presence.join('b', 'mira');
    expect(await presence.count('a')).toBe(2);
    expect(await presence.count('b')).toBe(1);
    expect(await presence.count('c')).toBe(0);
  });

  it('never goes below zero and ends at zero', async () => {
    const { presence } = createLocalBackplane();
    presence.leave('a', 'mira');
    presence.join('a', 'mira');
    presence.leave('a', 'noor');
    expect(await presence.count('a')).toBe(1);
    presence.leave('a', 'mira');
    presence.leave('a', 'mira');
    expect(await presence.count('a')).toBe(0);
  });
});

describe('rate limits on one node', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const { points, seconds } = RATES.chat_message;

  it('allow as many as the rate says, then name the seconds to wait, and allow again after them', async () => {
    const { rateLimits } = createLocalBackplane();
    for (let taken = 0; taken < points; taken++) expect(await rateLimits.take('chat_message', 'mira')).toBe(0);
    const wait = await rateLimits.take('chat_message', 'mira');
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(seconds);
    vi.advanceTimersByTime(wait * 1000);
    expect(await rateLimits.take('chat_message', 'mira')).toBe(0);
  });

  it('count each subject and each name apart', async () => {
    const { rateLimits } = createLocalBackplane();
    for (let taken = 0; taken < points; taken++) await rateLimits.take('chat_message', 'mira');
    expect(await rateLimits.take('chat_message', 'mira')).toBeGreaterThan(0);
    expect(await rateLimits.take('chat_message', 'noor')).toBe(0);
    expect(await rateLimits.take('toggle_like', 'mira')).toBe(0);
  });

  it('are this backplane’s own', async () => {
    const first = createLocalBackplane();
    for (let taken = 0; taken <= points; taken++) await first.rateLimits.take('chat_message', 'mira');
    expect(await createLocalBackplane().rateLimits.take('chat_message', 'mira')).toBe(0);
  });
});

describe('hints on one node', () => {
  it('reach nobody: there is no other node', () => {
    const backplane = createLocalBackplane();
    const heard = vi.fn();
    const stop = backplane.onHint(heard);
    backplane.publish({ streamId: 'a', offset: 1 });
    stop();
    expect(heard).not.toHaveBeenCalled();
  });
});
