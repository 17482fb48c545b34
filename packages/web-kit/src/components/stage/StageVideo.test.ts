// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import StageVideo from './StageVideo.vue';

const refused = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
const play = vi.spyOn(HTMLMediaElement.prototype, 'play');
const stream = () => new MediaStream();

describe('the video stage', () => {
  afterEach(() => {
    play.mockReset();
  });

  it('starts silent and says so when the browser wants a press before there is sound', async () => {
    play.mockImplementationOnce(refused).mockResolvedValue(undefined);
    const wrapper = mount(StageVideo, { props: { label: 'Live video', stream: stream() } });
    await flushPromises();
    expect(wrapper.emitted('update:muted')).toEqual([[true]]);
    expect(wrapper.emitted('blocked')).toBeUndefined();
  });

  it('asks for a press when the browser refuses even a silent start', async () => {
    play.mockImplementation(refused);
    const wrapper = mount(StageVideo, { props: { label: 'Live video', stream: stream() } });
    await flushPromises();
    expect(wrapper.emitted('blocked')).toHaveLength(1);
  });

  it('lets go of the stream when it leaves', async () => {
    play.mockResolvedValue(undefined);
    const wrapper = mount(StageVideo, { props: { label: 'Live video', stream: stream() } });
    const video = wrapper.find('video').element;
    expect(video.srcObject).not.toBeNull();
    wrapper.unmount();
    expect(video.srcObject).toBeNull();
  });
});
