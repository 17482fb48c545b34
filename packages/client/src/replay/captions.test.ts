import type { CaptionCue, Captions } from '@vitrine/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { ReplayCaptions } from './captions.ts';

const cue = (from: number, to: number): CaptionCue => ({ from, to, text: `${from}` });
const tracksOf = (languages: string[]) => languages.map((language) => ({ language, cues: 1, url: '', updatedAt: '' }));
/** What was asked for, answered by the test. */
let asked: { language: string; answer: (cues: CaptionCue[]) => Promise<void>; fail: () => Promise<void> }[] = [];
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const api = {
  captions: (_: string, language: string) =>
    new Promise<Captions>((resolve, reject) => {
      asked.push({
        language,
        answer(cues) {
          resolve({ language, cues });
          return settled();
        },
        fail() {
          reject(new Error('away'));
          return settled();
        },
      });
    }),
};
const open = (languages: string[], read: string[] = ['en-GB']): ReplayCaptions =>
  new ReplayCaptions(api, { livestreamId: 'show', captions: tracksOf(languages) }, read);
const texts = (captions: ReplayCaptions): string[] => captions.getSnapshot().cues.map(({ text }) => text);

beforeEach(() => {
  asked = [];
});

describe('the captions of a replay', () => {
  it('are fetched when they are first wanted, and shown from their beginning until their end', async () => {
    const captions = open(['en']);
    captions.moveTo(1);
    expect(asked).toEqual([]);
    captions.toggle();
    await asked[0]?.answer([cue(1_000, 2_500), cue(2_500, 4_000)]);
    const seen = [0.999, 1, 2.499, 2.5, 3.999, 4].map((position) => {
      captions.moveTo(position);
      return texts(captions).join();
    });
    expect(seen).toEqual(['', '1000', '1000', '2500', '2500', '']);
    captions.moveTo(1);
    captions.toggle();
    expect(texts(captions)).toEqual([]);
    captions.toggle();
    expect(texts(captions)).toEqual(['1000']);
    expect(asked).toHaveLength(1);
  });
  it('tell of nothing while they stay the same', async () => {
    const captions = open(['en']);
    captions.toggle();
    await asked[0]?.answer([cue(0, 9_000)]);
    let told = 0;
    captions.subscribe(() => told++);
    for (const position of [1, 2, 3]) captions.moveTo(position);
    expect(told).toBe(0);
  });
  it('are shown together where they are said at once, the last of very many', async () => {
    const captions = open(['en']);
    captions.toggle();
    await asked[0]?.answer([cue(0, 9_000), cue(1_000, 2_000), cue(4_000, 9_000), cue(6_000, 9_000), cue(7_000, 9_000)]);
    captions.moveTo(5);
    expect(texts(captions)).toEqual(['0', '4000']);
    captions.moveTo(8);
    expect(texts(captions)).toEqual(['4000', '6000', '7000']);
  });
  it('come in the language that is read, of here or elsewhere, and in any before none', () => {
    const languageFor = (...read: string[]) => open(['de', 'en-US', 'pt-BR'], read).getSnapshot().language;
    expect([languageFor('pt-BR'), languageFor('en-GB', 'de'), languageFor('fr', 'de-AT'), languageFor('ja')]).toEqual([
      'pt-BR',
      'en-US',
      'de',
      'de',
    ]);
  });
  it('go on to the next language, and drop what comes late for the one before', async () => {
    const captions = open(['de', 'en']);
    captions.toggle();
    captions.nextLanguage();
    expect(asked.map(({ language }) => language)).toEqual(['en', 'de']);
    await asked[1]?.answer([cue(0, 1_000)]);
    await asked[0]?.answer([cue(0, 2_000), cue(0, 3_000)]);
    expect([captions.getSnapshot().language, texts(captions).length]).toEqual(['de', 1]);
    captions.nextLanguage();
    expect(captions.getSnapshot().language).toBe('en');
    expect(texts(captions)).toEqual([]);
  });
  it('are off when they could not be fetched, until they are wanted again', async () => {
    const captions = open(['en']);
    captions.toggle();
    await asked[0]?.fail();
    expect(captions.getSnapshot()).toMatchObject({ isOn: false, failed: true });
    captions.toggle();
    expect(captions.getSnapshot()).toMatchObject({ isOn: true, failed: false });
    await asked[1]?.answer([cue(0, 1_000)]);
    expect(texts(captions)).toEqual(['0']);
  });
  it('are as they were chosen before, in a language that is there', () => {
    const captions = open(['de', 'en']);
    captions.restore({ isOn: true, language: 'de' });
    expect(asked.map(({ language }) => language)).toEqual(['de']);
    const other = open(['en', 'fr']);
    other.restore({ isOn: false, language: 'de' });
    expect([other.getSnapshot().isOn, other.getSnapshot().language, asked.length]).toEqual([false, 'en', 1]);
  });
  it('are nowhere where the shop has put none', () => {
    const captions = open([]);
    captions.restore({ isOn: true, language: 'en' });
    captions.toggle();
    captions.nextLanguage();
    expect([captions.getSnapshot(), asked.length]).toEqual([{ isOn: false, language: null, cues: [], failed: false }, 0]);
  });
});
