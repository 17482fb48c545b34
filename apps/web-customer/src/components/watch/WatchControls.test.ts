// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import WatchControls from './WatchControls.vue';

/** A picture of so many pixels, as the page's video element tells of it. */
function videoOf(width: number, height: number) {
  const video = document.createElement('video');
  const size = { width, height };
  Object.defineProperty(video, 'videoWidth', { get: () => size.width });
  Object.defineProperty(video, 'videoHeight', { get: () => size.height });
  const requestPictureInPicture = vi.fn(async () => undefined);
  Object.assign(video, { requestPictureInPicture });
  return { video, size, requestPictureInPicture };
}

describe('the controls on the picture', () => {
  let wrapper: VueWrapper | undefined;
  function open(video: HTMLVideoElement | null, more: Record<string, unknown> = {}): VueWrapper {
    wrapper = mount(WatchControls, {
      props: { video, stage: null, muted: false, paused: false, quality: 'auto' as const, figures: false, ...more },
    });
    return wrapper;
  }
  const labels = (shown: VueWrapper): (string | undefined)[] => shown.findAll('button').map((button) => button.attributes('aria-label'));
  afterEach(() => {
    wrapper?.unmount();
    vi.unstubAllGlobals();
    for (const name of ['pictureInPictureEnabled', 'fullscreenEnabled']) Reflect.deleteProperty(document, name);
  });

  it('say what is sent, as it changes, and what was chosen', async () => {
    const { video, size } = videoOf(1_280, 720);
    const shown = open(video);
    expect(labels(shown)).toContain('Picture: Auto, 720p');
    Object.assign(size, { width: 360, height: 640 });
    video.dispatchEvent(new Event('resize'));
    await shown.vm.$nextTick();
    expect(labels(shown)).toContain('Picture: Auto, 360p');
    await shown.setProps({ quality: 'audio' });
    expect(labels(shown)).toContain('Picture: Sound only');
  });

  it('offer picture in picture and full screen only where the browser can', async () => {
    const { video, requestPictureInPicture } = videoOf(1_280, 720);
    expect(labels(open(video))).not.toContain('Picture in picture');
    wrapper?.unmount();
    for (const name of ['pictureInPictureEnabled', 'fullscreenEnabled'])
      Object.defineProperty(document, name, { value: true, configurable: true });
    const shown = open(video);
    expect(labels(shown)).toContain('Full screen');
    await shown.find('button[aria-label="Picture in picture"]').trigger('click');
    expect(requestPictureInPicture).toHaveBeenCalledOnce();
  });

  it('turn the sound and the show off and on, and leave a phone the picture’s menu alone', async () => {
    const shown = open(null);
    await shown.find('button[aria-label="Sound off"]').trigger('click');
    await shown.find('button[aria-label="Pause the show"]').trigger('click');
    expect([shown.emitted('update:muted'), shown.emitted('update:paused')]).toEqual([[[true]], [[true]]]);
    await shown.setProps({ compact: 'picture' });
    expect(labels(shown)).toEqual(['Picture']);
  });
});
