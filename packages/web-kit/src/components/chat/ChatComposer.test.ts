// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import ChatComposer from './ChatComposer.vue';

describe('where one writes', () => {
  let wrapper: VueWrapper | undefined;
  function open(props: Record<string, unknown> = {}) {
    const mounted = mount(ChatComposer, { props, attachTo: document.body });
    wrapper = mounted;
    const field = mounted.find('input').element;
    return { mounted, field };
  }
  afterEach(() => wrapper?.unmount());

  it('sends what was written, trimmed, and never nothing', async () => {
    const { mounted } = open();
    await mounted.find('form').trigger('submit');
    await mounted.find('input').setValue('  how tall is it?  ');
    await mounted.find('form').trigger('submit');
    expect(mounted.emitted('send')).toEqual([['how tall is it?']]);
    expect(mounted.find('input').element.value).toBe('');
  });

  it('puts an emoji where the cursor is, and goes on writing there', async () => {
    const { mounted, field } = open();
    await mounted.find('input').setValue('so warm');
    field.setSelectionRange(2, 2);
    await mounted.find('.smile').trigger('click');
    await vi.dynamicImportSettled();
    await flushPromises();
    const [first, second] = mounted.findAll('.chat-emojis button');
    expect(document.activeElement).toBe(first?.element);
    await mounted.find('.chat-emojis').trigger('keydown', { key: 'ArrowRight' });
    expect(document.activeElement).toBe(second?.element);
    await first?.trigger('click');
    await flushPromises();
    expect(field.value).toBe('so❤️ warm');
    expect(document.activeElement).toBe(field);
    expect(mounted.find('.chat-emojis').exists()).toBe(false);
  });

  it('lets go of them by Escape, and offers none to who may not write', async () => {
    const { mounted, field } = open();
    await mounted.find('.smile').trigger('click');
    await vi.dynamicImportSettled();
    await flushPromises();
    await mounted.find('.chat-emojis').trigger('keydown', { key: 'Escape' });
    expect(mounted.find('.chat-emojis').exists()).toBe(false);
    expect(document.activeElement).toBe(field);
    await mounted.setProps({ disabled: true });
    expect(mounted.find('.smile').exists()).toBe(false);
  });
});
