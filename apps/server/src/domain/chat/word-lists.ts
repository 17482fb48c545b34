import type { LivestreamSettings } from '@vitrine/protocol';
import type { HeldReason } from '../../ports/storage.ts';
import { RecentlyUsed } from '../recently-used.ts';
import { BlockedWords } from './blocked-words.ts';
import { hasLink } from './links.ts';

/** Lists that are kept ready, each made from the words of the shop or of one show. */
const LISTS = 200;

/** The blocked words of the shop and of its shows, made ready once for each change of a list. */
export class WordLists {
  readonly #shop: { readonly settings: { blockedWords: readonly string[] } };
  readonly #lists = new RecentlyUsed<string, BlockedWords>(LISTS);

  constructor(shop: { readonly settings: { blockedWords: readonly string[] } }) {
    this.#shop = shop;
  }
  hasBlockedWord(text: string, { blockedWords }: LivestreamSettings): boolean {
    return this.#list(this.#shop.settings.blockedWords).isIn(text) || this.#list(blockedWords).isIn(text);
  }
  /** Why a moderator must see this first; null: nobody must. */
  holds(text: string, settings: LivestreamSettings): HeldReason | null {
    if (this.hasBlockedWord(text, settings)) return 'blocked_word';
    return settings.links === 'hold' && hasLink(text) ? 'link' : null;
  }
  refusesLink(text: string, { links }: LivestreamSettings): boolean {
    return links === 'refuse' && hasLink(text);
  }

  #list(words: readonly string[]): BlockedWords {
    // A list is the same while its words are, wherever it was read.
    const key = words.join('\n');
    const known = this.#lists.get(key);
    if (known) return known;
    const list = new BlockedWords(words);
    this.#lists.set(key, list);
    return list;
  }
}
