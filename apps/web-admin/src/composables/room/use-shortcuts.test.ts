// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useShortcuts } from './use-shortcuts.ts';

describe('the keys of the control room', () => {
  const pin = vi.fn();
  let scope = effectScope();
  beforeEach(() => {
    pin.mockClear();
    scope = effectScope();
    scope.run(() => useShortcuts({ '1': pin, u: pin }));
  });
  afterEach(() => {
    scope.stop();
    document.body.innerHTML = '';
  });
  const press = (target: EventTarget, init: KeyboardEventInit): void => {
    target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
  };
  const place = (html: string): Element => {
    document.body.innerHTML = html;
    return document.body.querySelector('.target') as Element;
  };

  it('work anywhere on the page, in either case', () => {
    press(document.body, { key: '1' });
    press(place('<button class="target">Copy link</button>'), { key: 'U' });
    expect(pin).toHaveBeenCalledTimes(2);
  });

  it.each([
    '<input class="target" />',
    '<textarea class="target"></textarea>',
    '<select class="target"></select>',
    '<div role="dialog"><button class="target">Stay live</button></div>',
  ])('are silent in %s', (html) => {
    press(place(html), { key: '1' });
    expect(pin).not.toHaveBeenCalled();
  });

  it('leave combinations and repeats alone', () => {
    press(document.body, { key: '1', ctrlKey: true });
    press(document.body, { key: '1', metaKey: true });
    press(document.body, { key: '1', altKey: true });
    press(document.body, { key: '1', repeat: true });
    expect(pin).not.toHaveBeenCalled();
  });

  it('go with the page', () => {
    scope.stop();
    press(document.body, { key: '1' });
    expect(pin).not.toHaveBeenCalled();
  });
});
