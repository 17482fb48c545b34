// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** What a reader's browser asks for; the module chooses once, as it is loaded. */
async function open(offered: string | undefined, wished: string[], kept?: string) {
  if (offered === undefined) delete document.documentElement.dataset.languages;
  else document.documentElement.dataset.languages = offered;
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(wished);
  if (kept !== undefined) localStorage.setItem('vitrine.language', kept);
  return import('./language.ts');
}

describe('the language of the page', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => {
    localStorage.clear();
    vi.restoreAllMocks();
    delete document.documentElement.dataset.languages;
  });

  it('is the first wish of the browser that the page can fulfil, in the reader’s own kind of it', async () => {
    const { language, locale } = await open('en de', ['fr-FR', 'de-AT', 'en-GB']);
    expect([language, locale, document.documentElement.lang]).toEqual(['de', 'de-AT', 'de']);
  });

  it('is what the reader chose before', async () => {
    const { language, locale } = await open('en de', ['de-DE'], 'en');
    expect([language, locale]).toEqual(['en', 'en']);
  });

  it('is the page’s first language where no wish fits', async () => {
    expect((await open('en de', ['ja-JP'])).language).toBe('en');
  });

  it('is English on a page that offers no other', async () => {
    const { language, languagesOfPage } = await open(undefined, ['de-DE'], 'de');
    expect([language, languagesOfPage()]).toEqual(['en', ['en']]);
  });

  it('ignores a kept value that is no language', async () => {
    expect((await open('en de', ['de-DE'], 'constructor')).language).toBe('de');
  });

  it('gives the kit’s words and figures in German', async () => {
    await open('en de', ['de-DE']);
    const { kitText } = await import('./index.ts');
    const { formatMoney } = await import('../composables/format.ts');
    expect(kitText.send).toBe('Senden');
    expect(formatMoney(1850, 'EUR')).toMatch(/^18,50\s€$/);
  });
});
