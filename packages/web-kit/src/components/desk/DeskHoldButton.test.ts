// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import DeskHoldButton from './DeskHoldButton.vue';

const mounted = () => mount(DeskHoldButton, { props: { label: 'End show', hint: 'hold 2 s', heldLabel: 'Keep holding' } });

describe('the button that is held', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('acts after two seconds under the pointer, once, and does not ask on top of it', async () => {
    const button = mounted();
    await button.trigger('pointerdown', { button: 0 });
    expect(button.find('.words .is-hidden').text()).toContain('End show');
    vi.advanceTimersByTime(1_999);
    expect(button.emitted('held')).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(button.emitted('held')).toHaveLength(1);
    await button.trigger('pointerup');
    await button.trigger('click');
    expect(button.emitted('ask')).toBeUndefined();
  });

  it('does nothing when it is let go on the way, or the pointer leaves it', async () => {
    for (const away of ['pointerup', 'pointerleave', 'pointercancel']) {
      const button = mounted();
      await button.trigger('pointerdown', { button: 0 });
      vi.advanceTimersByTime(1_200);
      await button.trigger(away);
      await button.trigger('click');
      vi.advanceTimersByTime(5_000);
      expect(button.emitted()).not.toHaveProperty('held');
      expect(button.emitted()).not.toHaveProperty('ask');
    }
  });

  it('asks when a key or a screen reader presses it', async () => {
    const button = mounted();
    await button.trigger('click');
    expect(button.emitted('ask')).toHaveLength(1);
    expect(button.emitted('held')).toBeUndefined();
  });

  it('asks after a tap', async () => {
    const button = mounted();
    await button.trigger('pointerdown', { button: 0 });
    vi.advanceTimersByTime(120);
    await button.trigger('pointerup');
    await button.trigger('click');
    expect(button.emitted('ask')).toHaveLength(1);
  });

  it('asks again after an attempt that was given up', async () => {
    const button = mounted();
    await button.trigger('pointerdown', { button: 0 });
    vi.advanceTimersByTime(1_200);
    await button.trigger('pointerleave');
    // No click follows a press that ended elsewhere; the next one is a key's.
    await button.trigger('keydown', { key: 'Enter' });
    await button.trigger('click');
    expect(button.emitted('ask')).toHaveLength(1);
  });

  it('ignores other buttons of the mouse', async () => {
    const button = mounted();
    await button.trigger('pointerdown', { button: 2 });
    vi.advanceTimersByTime(3_000);
    expect(button.emitted('held')).toBeUndefined();
  });
});
