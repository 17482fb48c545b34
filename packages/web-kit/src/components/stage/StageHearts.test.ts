// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { MAX_HEARTS } from '../../composables/hearts.ts';
import StageHearts from './StageHearts.vue';

describe('the stream of hearts', () => {
  it('never shows more hearts than its bound, however many likes come', async () => {
    const wrapper = mount(StageHearts, { props: { likes: 0 } });
    await wrapper.setProps({ likes: 5 });
    expect(wrapper.findAll('svg')).toHaveLength(5);
    await wrapper.setProps({ likes: 90_000 });
    expect(wrapper.findAll('svg')).toHaveLength(MAX_HEARTS);
  });

  it('forgets a heart when it has risen', async () => {
    const wrapper = mount(StageHearts, { props: { likes: 0 } });
    await wrapper.setProps({ likes: 1 });
    await wrapper.find('svg').trigger('animationend');
    expect(wrapper.findAll('svg')).toHaveLength(0);
  });

  it('sends none when likes are taken back', async () => {
    const wrapper = mount(StageHearts, { props: { likes: 9 } });
    await wrapper.setProps({ likes: 3 });
    expect(wrapper.findAll('svg')).toHaveLength(0);
  });
});
