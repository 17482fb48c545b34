// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import ControlButton from './ControlButton.vue';

describe('a button', () => {
  it('ignores presses while it is at work, and keeps the focus', async () => {
    const pressed = vi.fn();
    const button = mount(ControlButton, {
      props: { loading: false, onClick: pressed },
      slots: { default: 'Save' },
      attachTo: document.body,
    });
    button.element.focus();
    await button.setProps({ loading: true });
    button.element.click();
    expect(pressed).not.toHaveBeenCalled();
    expect(button.attributes()).toMatchObject({ 'aria-busy': 'true', 'aria-disabled': 'true' });
    expect(document.activeElement).toBe(button.element);
    await button.setProps({ loading: false });
    button.element.click();
    expect(pressed).toHaveBeenCalledOnce();
    button.unmount();
  });

  it('does not send its form while it is at work', async () => {
    const form = document.createElement('form');
    const sent = vi.fn((event: Event) => event.preventDefault());
    form.addEventListener('submit', sent);
    document.body.append(form);
    const button = mount(ControlButton, { props: { type: 'submit', loading: true }, attachTo: form });
    button.element.click();
    expect(sent).not.toHaveBeenCalled();
    await button.setProps({ loading: false });
    button.element.click();
    expect(sent).toHaveBeenCalledOnce();
    button.unmount();
    form.remove();
  });
});
