/**
 * Characters that are read as a Latin letter though they are another one, after NFKD, removal of diacritics and lower-casing: what people
 * use to get a word past a list. From Unicode's confusables (UTS 39), cut to the letters that look right in a line of chat.
 */
const LOOK_ALIKES: Record<string, string> = {
  a: 'аαɑᴀаⲁ∀ꓮᎪⱥӑ',
  b: 'вβƀɓʙᏴьъЬƅɃꓐ',
  c: 'сϲƈᴄⅽⲥᏟꓚ¢©ȼ',
  d: 'ԁɗđᴅⅾᎠꓓðƌ',
  e: 'еєεɛᴇҽꓰᎬǝəɘ€℮ⲉ',
  f: 'ƒϝꜰғꓝք',
  g: 'ɡɢǥցᏀꓖԍ',
  h: 'һнհʜħᎻꓧⲏ',
  i: 'іιɩɪıӏᎥⅰꓲǀ׀ɨɫ¡',
  j: 'јյϳᴊꓙɉ',
  k: 'кκқᴋƙᏦꓗⲕ',
  l: 'ⅼʟłƚᏞꓡ£ɭ',
  m: 'мϻᴍⅿᎷꓟⲙ',
  n: 'пηոռɴɲŋꓠⲛи',
  o: 'оοσօᴏøⲟꓳ०০੦೦൦๐໐',
  p: 'рρᴘþƥᏢꓑⲣ',
  q: 'ԛգզɋ',
  r: 'гяʀɍᎡꓣⲅɼ',
  s: 'ѕʂꜱƽՏᏚꓢ§ș',
  t: 'тτᴛŧƭᎢꓔⲧ',
  u: 'υսᴜʉµʋцꓴ',
  v: 'ѵνᴠⅴꓦᏙ',
  w: 'ԝωшщѡᴡꓪᏔա',
  x: 'хχⅹ×ҳⲭꓫ',
  y: 'уγүʏყꓬ¥ỿ',
  z: 'ᴢƶȥᏃꓜʐ',
};
const EXPANSIONS: Record<string, string> = { æ: 'ae', œ: 'oe', ß: 'ss', ĳ: 'ij' };
/** Digits that are written for letters; they stay digits too. */
const DIGITS: Record<string, string> = { 0: 'o', 1: 'il', 2: 'z', 3: 'e', 4: 'a', 5: 's', 6: 'gb', 7: 't', 8: 'b', 9: 'g' };
/** Signs that are written for letters; they may also stand between letters, or after a word. */
const SIGNS: Record<string, string> = { '@': 'a', $: 's', '!': 'il', '|': 'il', '+': 't', '(': 'c', '<': 'c' };

const LATIN_OF = new Map<string, string>(
  Object.entries(LOOK_ALIKES).flatMap(([latin, others]) => [...others].map((other): [string, string] => [other.toLowerCase(), latin])),
);

/** What is not seen: formatting characters, variation selectors, fillers. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;
/** Marks above and below Latin, Greek and Cyrillic letters; other scripts' marks are letters of theirs. */
const DIACRITICS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const LETTER = /^[\p{L}\p{M}]$/u;
const DIGIT = /^\p{Nd}$/u;
const SPACE = /^\s$/u;
/** Scripts that put no space between words: a letter beside another one says nothing of where a word begins. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;

/** Regional indicators and letters in circles and squares, which no normal form turns into letters. */
const LETTER_BLOCKS = [0x1f1e6, 0x1f150, 0x1f170];
function enclosedLetter(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  const start = LETTER_BLOCKS.find((first) => code >= first && code < first + 26);
  return start === undefined ? undefined : String.fromCharCode(97 + code - start);
}

/** One character of a text as a reader may take it. */
export interface Glyph {
  /** The letters and the digit that it may be read as; empty: none. */
  readings: string;
  /** It may stand between the letters of a word, or beside it. */
  isSeparator: boolean;
  isSpace: boolean;
  isDigit: boolean;
  /** Part of a word for certain: no word begins or ends beside it. */
  isLetter: boolean;
  /** A star that hides a letter. */
  isMask: boolean;
}
const NOTHING: Glyph = { readings: '', isSeparator: false, isSpace: false, isDigit: false, isLetter: false, isMask: false };

const KNOWN_GLYPHS = 4_096;
const known = new Map<string, Glyph[]>();

/** A text as the characters a reader sees: without case, diacritics and what is invisible, look-alikes as what they look like. */
export function readGlyphs(text: string): Glyph[] {
  const visible = text.normalize('NFKD').replace(UNSEEN, '').replace(DIACRITICS, '');
  const glyphs: Glyph[] = [];
  for (const character of visible) {
    let read = known.get(character);
    if (!read) {
      read = readCharacter(character);
      if (known.size < KNOWN_GLYPHS) known.set(character, read);
    }
    glyphs.push(...read);
  }
  return glyphs;
}

function readCharacter(character: string): Glyph[] {
  if (SPACE.test(character)) return [{ ...NOTHING, isSeparator: true, isSpace: true }];
  // A capital I is a small l as well.
  if (character === 'I') return [{ ...NOTHING, readings: 'il', isLetter: true }];
  const lower = character.toLowerCase().replace(DIACRITICS, '');
  const expanded = EXPANSIONS[lower];
  if (expanded !== undefined) return [...expanded].map((letter) => ({ ...NOTHING, readings: letter, isLetter: true }));
  const latin = LATIN_OF.get(lower) ?? enclosedLetter(character);
  if (latin !== undefined) return [{ ...NOTHING, readings: latin, isLetter: true }];
  if (SIGNS[lower] !== undefined) return [{ ...NOTHING, readings: SIGNS[lower], isSeparator: true }];
  if (DIGIT.test(lower)) return [{ ...NOTHING, readings: lower + (DIGITS[lower] ?? ''), isDigit: true }];
  if (LETTER.test(lower)) return [{ ...NOTHING, readings: lower, isLetter: !UNSPACED.test(lower) }];
  return [{ ...NOTHING, isSeparator: true, isMask: lower === '*' }];
}
