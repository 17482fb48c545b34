import { type Glyph, readGlyphs } from './look-alikes.ts';

/** In a shorter word a letter that stands twice is another word: "god" is not "good". Three times is nobody's spelling. */
const LONG_WORD = 4;
/** In a shorter one letters with spaces between are an enumeration. */
const SPACED_WORD = 3;

interface Node {
  readonly id: number;
  /** What stands here; it may stand here more often than it should. */
  readonly letter: string;
  /** How often this letter has stood in a row up to here, in the blocked word. */
  readonly run: number;
  /** How many letters up to here. */
  readonly length: number;
  readonly next: Map<string, Node>;
  /** Continues behind a gap of a phrase. */
  readonly nextWord: Map<string, Node>;
  isEnd: boolean;
  /** The word is a number: digits alone are it. */
  isNumber: boolean;
}
/** How a text has matched up to a node. */
interface Match {
  node: Node;
  /** Superfluous letters of the run that it is in; counted to 2. */
  extra: number;
  flags: number;
  hidden: number;
}
/** A letter stood twice that should stand once. */
const DOUBLED = 1;
/** There was a space between two letters; there was nothing between two others. */
const SPACED = 2;
const JOINED = 4;
/** Not digits alone. */
const LETTERED = 8;
/** Something, and a space, since the last letter. */
const GAP = 16;
const SPACE_GAP = 32;
/** The last letter was a star: a word does not end on one, which may be a footnote's. */
const MASKED = 64;
/** It begins, or goes on, within a longer number. */
const IN_NUMBER = 128;
const FLAGS = 256;
/** Hidden letters that are counted. */
const MAX_HIDDEN = 15;

/**
 * Words that hold a message back. It finds them whatever their case, accents, look-alike letters, digits and signs for letters, repeated
 * letters and separators between letters, in one pass whose cost does not grow with how cleverly a text is made; and only as whole words, so
 * that no harmless word is held for what it contains.
 */
export class BlockedWords {
  readonly #root: Node = newNode(0, '', 0, 0);
  /** What has no letter in it: found as it stands. */
  readonly #signs: string[] = [];
  #nodes = 1;

  constructor(words: readonly string[]) {
    for (const word of words) this.#add(word);
  }

  isIn(text: string): boolean {
    if (this.#signs.length > 0) {
      const plain = plainly(text);
      if (this.#signs.some((sign) => plain.includes(sign))) return true;
    }
    if (this.#nodes === 1) return false;
    const glyphs = readGlyphs(text);
    let matches: Match[] = [];
    for (const [index, glyph] of glyphs.entries()) {
      const next = new Map<number, Match>();
      // A letter can't be passed over; a sign may be one, or stand between two.
      if (glyph.isSeparator) for (const match of matches) keep(next, passOver(match, glyph));
      for (const match of matches) this.#read(match, glyph, next);
      const before = glyphs[index - 1];
      if (!before?.isLetter) this.#begin(glyph, before?.isDigit === true, next);
      matches = [...next.values()];
      const after = glyphs[index + 1];
      if (!after?.isLetter && matches.some((match) => isWhole(match, after?.isDigit === true))) return true;
    }
    return false;
  }

  #add(word: string): void {
    const glyphs = readGlyphs(word);
    let node = this.#root;
    let isBehindGap = false;
    let isNumber = true;
    for (const { readings, isSpace, isDigit } of glyphs) {
      const letter = readings[0];
      if (letter === undefined) {
        isBehindGap ||= isSpace && node !== this.#root;
        continue;
      }
      isNumber &&= isDigit;
      const branches = isBehindGap ? node.nextWord : node.next;
      let child = branches.get(letter);
      if (!child) {
        const run = letter === node.letter && !isBehindGap ? node.run + 1 : 1;
        child = newNode(this.#nodes, letter, run, node.length + 1);
        this.#nodes += 1;
        branches.set(letter, child);
      }
      node = child;
      isBehindGap = false;
    }
    if (node === this.#root) {
      const plain = plainly(word);
      if (plain !== '') this.#signs.push(plain);
      return;
    }
    node.isEnd = true;
    node.isNumber ||= isNumber;
  }

  #begin(glyph: Glyph, isAfterDigit: boolean, into: Map<number, Match>): void {
    const flags = glyph.isDigit ? (isAfterDigit ? IN_NUMBER : 0) : LETTERED;
    for (const letter of glyph.readings) {
      const node = this.#root.next.get(letter);
      if (node) keep(into, { node, extra: 0, flags, hidden: 0 });
    }
  }
  #read(match: Match, glyph: Glyph, into: Map<number, Match>): void {
    const { node, flags } = match;
    const lettered = glyph.isDigit ? 0 : LETTERED;
    const gap = flags & SPACE_GAP ? SPACED : flags & GAP ? 0 : JOINED;
    for (const letter of glyph.readings) {
      const child = node.next.get(letter);
      if (child) keep(into, { ...match, node: child, extra: 0, flags: leave(match, letter) | gap | lettered });
      const word = node.nextWord.get(letter);
      // Between the words of a phrase anything may stand, or nothing.
      if (word) keep(into, { ...match, node: word, extra: 0, flags: leave(match, null) | lettered });
      // The letter stands more often than it should; that it is apart from itself is no space between two letters.
      if (letter === node.letter)
        keep(into, {
          ...match,
          extra: Math.min(2, match.extra + 1),
          flags: (flags & ~(GAP | SPACE_GAP | MASKED)) | (flags & SPACE_GAP ? SPACED : 0) | lettered,
        });
    }
    if (!glyph.isMask || flags & (GAP | SPACE_GAP)) return;
    for (const child of node.next.values())
      keep(into, { node: child, extra: 0, flags: leave(match, child.letter) | JOINED | MASKED, hidden: match.hidden + 1 });
  }
}

/** The flags of a match that goes on with another letter: what the run that it leaves has come to. */
function leave({ node, extra, flags }: Match, letter: string | null): number {
  const isDoubled = letter !== node.letter && extra > 0 && node.run + extra < 3;
  return (flags & ~(GAP | SPACE_GAP | MASKED)) | (isDoubled ? DOUBLED : 0);
}
const passOver = (match: Match, glyph: Glyph): Match => ({
  ...match,
  flags: match.flags | GAP | (glyph.isSpace ? SPACE_GAP : 0),
});
/** A match stands once, however it came about. */
function keep(matches: Map<number, Match>, match: Match): void {
  const { node, extra, flags, hidden } = match;
  if (hidden > MAX_HIDDEN) return;
  // Letters with spaces between are a word only when all of them stand apart.
  if (flags & SPACED && flags & JOINED) return;
  matches.set(((node.id * 3 + extra) * FLAGS + flags) * (MAX_HIDDEN + 1) + hidden, match);
}
function isWhole(match: Match, isBeforeDigit: boolean): boolean {
  const { node, hidden } = match;
  if (!node.isEnd || match.flags & (GAP | SPACE_GAP | MASKED)) return false;
  const flags = leave(match, null);
  if (!(flags & LETTERED) && (!node.isNumber || flags & IN_NUMBER || isBeforeDigit)) return false;
  if (flags & DOUBLED && node.length < LONG_WORD) return false;
  if (flags & SPACED && node.length < SPACED_WORD) return false;
  // Not much may be hidden: the rest must still tell which word it is.
  return hidden * 2 <= node.length;
}
function newNode(id: number, letter: string, run: number, length: number): Node {
  return { id, letter, run, length, next: new Map(), nextWord: new Map(), isEnd: false, isNumber: false };
}
const plainly = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s|\p{Variation_Selector}/gu, '');
