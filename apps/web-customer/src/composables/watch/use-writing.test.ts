// @vitest-environment happy-dom
import type { RoomSnapshot } from '@vitrine/client';
import type { LivestreamSettings } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useWriting } from './use-writing.ts';

const SETTINGS: LivestreamSettings = {
  slowMode: 0,
  chatMode: 'everyone',
  links: 'hold',
  blockedWords: [],
  questions: true,
  recording: true,
};

describe('whether one may write', () => {
  const scope = effectScope();
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
  });
  function writing(given: { settings?: Partial<LivestreamSettings>; role?: 'customer' | 'guest' | 'viewer' | 'host' } = {}) {
    const settings = ref<LivestreamSettings | undefined>({ ...SETTINGS, ...given.settings });
    const restriction = ref<RoomSnapshot['restriction']>(null);
    const self = ref<RoomSnapshot['self']>({ viewerId: 'v', name: 'Noor', role: given.role ?? 'guest' });
    const may = scope.run(() => useWriting({ settings, restriction, self }));
    if (!may) throw new Error('the scope is over');
    return { may, settings, restriction };
  }

  it('is yes where nothing is against it', () => {
    const { may } = writing();
    expect([may.may.value, may.hint.value]).toEqual([true, undefined]);
  });

  it('counts slow mode down from what one wrote, and not for the shop', async () => {
    const { may } = writing({ settings: { slowMode: 10 } });
    expect(may.may.value).toBe(true);
    may.wrote();
    expect(may.hint.value).toBe('Slow mode: wait 10 s');
    await nextTick();
    vi.advanceTimersByTime(4_000);
    expect(may.hint.value).toBe('Slow mode: wait 6 s');
    vi.advanceTimersByTime(6_000);
    expect(may.may.value).toBe(true);
    await nextTick();
    expect(vi.getTimerCount()).toBe(0);
    const shop = writing({ settings: { slowMode: 10 }, role: 'host' });
    shop.may.wrote();
    expect(shop.may.may.value).toBe(true);
  });

  it('says for how long a moderator has silenced one, and when it is for good', async () => {
    const { may, restriction } = writing();
    restriction.value = { until: new Date(Date.now() + 90_000).toISOString(), reason: '' };
    await nextTick();
    expect(may.hint.value).toBe('You can write again in 1:30');
    vi.advanceTimersByTime(90_000);
    expect(may.may.value).toBe(true);
    restriction.value = { until: null, reason: '' };
    await nextTick();
    expect(may.hint.value).toBe('A moderator has closed the chat for you');
  });

  it('says who writes when not everybody does', () => {
    expect(writing({ settings: { chatMode: 'staff' } }).may.hint.value).toBe('Only the shop writes here now');
    expect(writing({ settings: { chatMode: 'accounts' } }).may.hint.value).toBe('Only who has an account writes here now');
    expect(writing({ settings: { chatMode: 'accounts' }, role: 'customer' }).may.may.value).toBe(true);
    expect(writing({ settings: { chatMode: 'staff' }, role: 'host' }).may.may.value).toBe(true);
  });
});
