// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { ref } from 'vue';
import DeskMoneyField from './DeskMoneyField.vue';

function field(start: number | null = null) {
  const minor = ref<number | null>(start);
  const invalid = ref(false);
  const wrapper = mount(DeskMoneyField, {
    props: {
      label: 'Price',
      currency: 'EUR',
      modelValue: minor.value,
      'onUpdate:modelValue': (value: number | null) => {
        minor.value = value;
        void wrapper.setProps({ modelValue: value });
      },
      invalid: invalid.value,
      'onUpdate:invalid': (value: boolean) => {
        invalid.value = value;
        void wrapper.setProps({ invalid: value });
      },
    },
  });
  return { wrapper, minor, invalid, input: wrapper.find('input') };
}

describe('the money field', () => {
  it('gives minor units and keeps what is being typed', async () => {
    const { input, minor } = field();
    await input.setValue('19,5');
    expect(minor.value).toBe(1_950);
    expect(input.element.value).toBe('19,5');
  });

  it('says what an amount looks like, and gives none, when it is none', async () => {
    const { wrapper, input, minor, invalid } = field();
    await input.setValue('twelve');
    expect(minor.value).toBeNull();
    expect(invalid.value).toBe(true);
    expect(wrapper.find('[role="alert"]').text()).toContain('68.50');
    expect(input.attributes('aria-invalid')).toBe('true');
  });

  it('is tidied up when it is left', async () => {
    const { input } = field();
    await input.setValue('19,5');
    await input.trigger('blur');
    expect(input.element.value).toBe('19.50');
  });

  it('shows another amount that it is given, and names the currency', async () => {
    const { wrapper, input } = field(6_800);
    expect(input.element.value).toBe('68');
    await wrapper.setProps({ modelValue: 4_450 });
    expect(input.element.value).toBe('44.50');
    expect(wrapper.find('label').text()).toContain('€');
  });
});
