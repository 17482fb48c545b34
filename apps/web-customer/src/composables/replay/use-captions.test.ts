// @vitest-environment happy-dom
import type { Captions, CaptionTrack, Replay } from '@vitrine/protocol';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EffectScope, effectScope, nextTick, type Ref, ref } from 'vue';
import { api } from '../server/api.ts';
import { type ShownCaptions, useCaptions } from './use-captions.ts';

const said = vi.hoisted(() => [] as string[]);
vi.mock('../page/use-toasts.ts', () => ({
  useToasts: () => ({
    say: async (message: string) => {
      said.push(message);
    },
  }),
}));

const track = (language: string): CaptionTrack => ({ language, cues: 1, url: '', updatedAt: '' });
const captions = (language: string): Captions => ({ language, cues: [{ from: 1_000, to: 2_000, text: `said in ${language}` }] });

describe('captions beside a replay', () => {
  let scope: EffectScope;
  let position: Ref<number>;
  const open = (...languages: string[]): ShownCaptions => {
    const shown = scope.run(() => useCaptions({ livestreamId: 'show', captions: languages.map(track) } as unknown as Replay, position));
    if (!shown) throw new Error('the scope is closed');
    return shown;
  };
  const texts = (shown: ShownCaptions): string[] => shown.cues.value.map(({ text }) => text);

  beforeEach(() => {
    scope = effectScope();
    position = ref(1.5);
    localStorage.clear();
    said.length = 0;
    vi.spyOn(api, 'captions').mockImplementation(async (_, language) => captions(language));
  });
  afterEach(() => {
    scope.stop();
    vi.restoreAllMocks();
  });

  it('follow the position of the player', async () => {
    const shown = open('de', 'en');
    expect([shown.isOn.value, shown.language.value]).toEqual([false, 'en']);
    shown.toggle();
    await flushPromises();
    expect(texts(shown)).toEqual(['said in en']);
    position.value = 2;
    await nextTick();
    expect(texts(shown)).toEqual([]);
  });

  it('are on in the next replay too, in the language that was chosen', async () => {
    const first = open('de', 'en', 'fr');
    first.toggle();
    first.next();
    await flushPromises();
    expect(texts(first)).toEqual(['said in fr']);
    const next = open('de', 'en', 'fr');
    await flushPromises();
    expect([next.isOn.value, ...texts(next)]).toEqual([true, 'said in fr']);
    next.toggle();
    expect(open('en').isOn.value).toBe(false);
  });

  it('are off where what was kept makes no sense, or there are none', () => {
    localStorage.setItem('vitrine.captions', '{"isOn":');
    expect(open('en').isOn.value).toBe(false);
    localStorage.setItem('vitrine.captions', '{"isOn":true}');
    expect([open('en').isOn.value, open().isOn.value]).toEqual([true, false]);
  });

  it('say so when they did not load', async () => {
    vi.mocked(api.captions).mockRejectedValueOnce(new Error('away'));
    const shown = open('en');
    shown.toggle();
    await flushPromises();
    expect([shown.isOn.value, said]).toEqual([false, ['The captions did not load']]);
  });
});
