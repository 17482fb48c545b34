/** Endings that are hardly ever a word: "ok.so" and "hello.it" are sentences whose space is missing, until a path makes addresses of them. */
const ENDINGS = [
  'com|net|org|info|biz|edu|gov|io|dev|app|co|gg|ly|xyz|club|site|online|store|shop|link|live|tv|fm|ai|cc|ws|icu|vip|bet|casino|porn|cam',
  'click|buzz|tech|blog|top|cloud|social|web|wiki|moe|tk|ml|ga|cf|gq',
  'uk|de|fr|nl|eu|ru|cn|br|pl|ch|jp|kr|dk|fi|cz|hu|ro|gr|pt|tr|ua|mx|cl|nz|ng|sg|hk|tw|th|vn|ph|sk|bg|rs|lt|lv|ee',
].join('|');
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const END = '(?![\\p{L}\\p{N}-])';
const PLAIN_ENDINGS = 'com|net|org|io|xyz|gg|info|biz';

const PATTERNS: readonly RegExp[] = [
  /\b(?:https?|ftp|hxxps?|wss?|tg|whatsapp|viber|skype)\s{0,3}:\s{0,3}\/\s{0,3}\//u,
  /\bwww\s?[.,]\s?[\p{L}\p{N}-]/u,
  new RegExp(`${LABEL}\\.(?:${ENDINGS}|xn--[a-z0-9-]{2,59})${END}`, 'u'),
  // Any ending at all where a path or a port follows, and "t.me/…".
  new RegExp(`${LABEL}\\.\\p{L}{2,24}(?:/[^\\s]|:\\d{2,5}${END})`, 'u'),
  // "example (dot) com", "example[.]com", "example d0t com".
  new RegExp(`[\\p{L}\\p{N}]\\s{0,3}[([{<]\\s{0,3}(?:dot|d0t|punkt|punto|point|\\.)\\s{0,3}[)\\]}>]\\s{0,3}(?:${ENDINGS})${END}`, 'u'),
  new RegExp(`[\\p{L}\\p{N}]\\s{1,3}(?:dot|d0t)\\s{1,3}(?:${PLAIN_ENDINGS})${END}`, 'u'),
  // "example .com", "example·com"; and "example. com" where no sentence goes on.
  new RegExp(`[\\p{L}\\p{N}](?:\\s{1,3}[.·•]\\s{0,3}|[,·•])(?:${PLAIN_ENDINGS})${END}`, 'u'),
  /[\p{L}\p{N}]\.\s{1,3}(?:com|net|org)(?=\s*(?:$|[/?.,!)\]]))/u,
  /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/u,
];
const UNSEEN = /\p{Cf}|\p{Variation_Selector}/gu;
/** Full stops of other scripts. */
const STOPS = /[\u3002\uff61\u2024\u06d4\u0701]/gu;

/** Whether there is the address of a page in the text, written as one or so that a reader makes one of it. */
export function hasLink(text: string): boolean {
  const plain = text.normalize('NFKC').replace(UNSEEN, '').replace(STOPS, '.').toLowerCase();
  return PATTERNS.some((pattern) => pattern.test(plain));
}
