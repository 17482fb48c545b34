// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import type { CaptionTrack, Replay } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../../composables/server/api.ts';
import RoomCaptions from './RoomCaptions.vue';

const FILE = 'WEBVTT\n\n00:01.000 --> 00:02.500\nGood evening.\n';
const SHOW = 'a'.repeat(24);
const track = (language: string): CaptionTrack => ({
  ...{ language, cues: 2, updatedAt: new Date(0).toISOString() },
  url: `/livestreams/${SHOW}/replay/captions/${language}.vtt`,
});
let tracks: CaptionTrack[] = [];

async function open({ mayEdit = true } = {}) {
  const wrapper = mount(RoomCaptions, { props: { showId: SHOW, mayEdit }, attachTo: document.body });
  await flushPromises();
  const button = (name: string) =>
    [...document.querySelectorAll<HTMLElement>('button, a')].find(
      (each) => (each.getAttribute('aria-label') ?? each.textContent?.trim()) === name,
    );
  const press = async (name: string): Promise<void> => {
    button(name)?.click();
    await flushPromises();
  };
  async function choose(content: BlobPart, name = 'show.vtt'): Promise<void> {
    const input = document.querySelector('input[type=file]');
    Object.defineProperty(input, 'files', { value: [new File([content], name)], configurable: true });
    input?.dispatchEvent(new Event('change'));
    // The file is read by the browser, in its own time.
    await vi.waitFor(() => expect(calls() + document.querySelectorAll('[role=alert]').length).toBeGreaterThan(0));
    await flushPromises();
  }
  return { wrapper, words: () => wrapper.text(), button, press, choose };
}
const calls = (): number => vi.mocked(api.putCaptions).mock.calls.length;

describe('the captions of a replay', () => {
  beforeEach(() => {
    tracks = [];
    vi.spyOn(api, 'replay').mockImplementation(async () => ({ captions: tracks }) as Replay);
    vi.spyOn(api, 'captions').mockImplementation(async (_, language) => ({
      language,
      cues: [{ from: 61_000, to: 62_000, text: 'Bonsoir.' }],
    }));
    vi.spyOn(api, 'putCaptions').mockImplementation(async (_, language) => {
      tracks = [...tracks.filter((each) => each.language !== language), track(language)];
      return track(language);
    });
    vi.spyOn(api, 'removeCaptions').mockImplementation(async (_, language) => {
      tracks = tracks.filter((each) => each.language !== language);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('say what to do where there are none, and take a file in the language that was chosen', async () => {
    const { wrapper, words, press, choose } = await open();
    expect(words()).toContain('have a video editor or a captions service write down what is said');
    await wrapper.find('select').setValue('fr');
    await press('Choose a file');
    await choose(FILE);
    expect(api.putCaptions).toHaveBeenCalledWith(SHOW, 'fr', FILE);
    expect(words()).toContain('French');
    expect(words()).toContain('2 cues');
    expect(words()).toContain('1:01Bonsoir.');
    expect(wrapper.findAll('option').map((option) => option.attributes('value'))).not.toContain('fr');
  });

  it('are replaced in their language, downloaded, and removed after a question', async () => {
    tracks = [track('en'), track('pt-BR')];
    const { words, button, press, choose } = await open();
    expect(button('Download the Brazilian Portuguese captions')?.getAttribute('href')).toBe(track('pt-BR').url);
    await press('Replace the Brazilian Portuguese captions');
    await choose(FILE, 'again.srt');
    expect(api.putCaptions).toHaveBeenCalledWith(SHOW, 'pt-BR', FILE);
    await press('Remove the English captions');
    expect(document.body.textContent).toContain('Remove the English captions?');
    expect(api.removeCaptions).not.toHaveBeenCalled();
    await press('Remove them');
    expect(api.removeCaptions).toHaveBeenCalledWith(SHOW, 'en');
    expect(words()).not.toContain('English2 cues');
  });

  it('show the wrong lines of a file with what stands there, in our words', async () => {
    vi.mocked(api.putCaptions).mockRejectedValueOnce(
      new ApiError('invalid', 400, 'refused', { errors: [{ path: 'line 3', code: 'backwards', message: 'said otherwise' }] }),
    );
    const { words, press, choose } = await open();
    await press('Choose a file');
    await choose(FILE);
    expect(document.querySelector('[role=alert]')?.textContent).toContain(
      'show.vtt was not taken, and nothing has changed. One line is wrong.',
    );
    expect(words()).toContain('Line 3This ends before it begins.00:01.000 --> 00:02.500');
    await choose(FILE);
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  it.each([
    ['is too large', new Uint8Array(LIMITS.captionsBytes + 1), 'larger than 512 KB'],
    ['is not UTF-8', new Uint8Array([0xe9, 0x20]), 'not UTF-8'],
  ])('refuse a file that %s without asking the server', async (_, content, reason) => {
    const { words, press, choose } = await open();
    await press('Choose a file');
    await choose(content);
    expect(words()).toContain(reason);
    expect(api.putCaptions).not.toHaveBeenCalled();
  });

  it('offer to send a file again when no answer came', async () => {
    vi.mocked(api.putCaptions).mockRejectedValueOnce(new ApiError('timeout', 0, 'late'));
    const { words, press, choose } = await open();
    await press('Choose a file');
    await choose(FILE);
    expect(words()).toContain('cannot be reached');
    await press('Send it again');
    expect(words()).toContain('2 cues');
  });

  it('say that they did not load, and load again', async () => {
    vi.mocked(api.replay).mockRejectedValueOnce(new ApiError('offline', 0, 'away'));
    const { words, press } = await open();
    expect(words()).toContain('The captions did not load.');
    await press('Try again');
    expect(words()).toContain('There are none yet.');
  });

  it('are only looked at by who does not run the show', async () => {
    tracks = [track('en')];
    const { wrapper, button } = await open({ mayEdit: false });
    expect(wrapper.find('input[type=file]').exists()).toBe(false);
    expect(button('Download the English captions')).toBeDefined();
    expect(button('Replace the English captions')).toBeUndefined();
    expect(button('Remove the English captions')).toBeUndefined();
  });

  it('take no further language when there are as many as can be', async () => {
    tracks = ['da', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv'].map(track);
    const { words, wrapper } = await open();
    expect(words()).toContain('There is room for no more languages.');
    expect(wrapper.find('select').exists()).toBe(false);
  });
});
