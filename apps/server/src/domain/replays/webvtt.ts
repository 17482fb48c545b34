import { type CaptionCue, type CaptionFault, LIMITS } from '@vitrine/protocol';

/** A cue, and the line of the file in which its time stands; the first is 1. */
export interface ParsedCue extends CaptionCue {
  line: number;
}
export interface FaultyLine {
  line: number;
  fault: CaptionFault;
}
/** Lines of a captions file that can't be taken, at least one, in their order. The only thing that `parseCaptions` throws. */
export class CaptionsError extends Error {
  override readonly name = 'CaptionsError';
  readonly lines: readonly FaultyLine[];
  constructor(lines: readonly FaultyLine[]) {
    super('The file can’t be read as captions.');
    this.lines = lines;
  }
}

/** So many lines are named; who has more has the wrong file. */
const MAX_FAULTS = 20;
const ARROW = '-->';
const HEADER = /^WEBVTT(?:[ \t]|$)/;
/** Blocks that nobody reads: W3C WebVTT section 4.1. */
const ASIDE = /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/;
/** SubRip writes a comma, and may leave out zeros. */
const TIME = String.raw`(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})`;
const TIMING = new RegExp(String.raw`^[ \t]*${TIME}[ \t]*-->[ \t]*${TIME}(?:[ \t].*)?$`);
const NUMBER = /^\d+$/;
const TAG = /<\/?(?:[a-z][^<>]*|\d[\d:.]*)?>/gi;
/** A position, as some SubRip editors write it. */
const OVERRIDE = /\{\\[^{}]*\}/g;
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|lrm|rlm));/gi;
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
  ...{ nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' },
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;

/**
 * The cues of a WebVTT file (https://www.w3.org/TR/webvtt1/, section 4) or a SubRip one, told apart by the first line, as plain text in the
 * order in which they begin. A player skips what it can't read; whoever uploads can correct it, so here each such line is named.
 * @throws CaptionsError
 */
export function parseCaptions(file: string): ParsedCue[] {
  const lines = file.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const isWebVtt = HEADER.test(lines.find((line) => line !== '') ?? '');
  const found: ParsedCue[] = [];
  const faults: FaultyLine[] = [];
  let isHeader = isWebVtt;
  for (const block of blocksOf(lines)) {
    if (faults.length >= MAX_FAULTS) break;
    if (isHeader) isHeader = false;
    else if (!isWebVtt || !ASIDE.test(block.lines[0] ?? '')) readBlock(block, isWebVtt, found, faults);
    if (found.length <= LIMITS.captionCues) continue;
    faults.push({ line: found[LIMITS.captionCues]?.line ?? block.line, fault: 'too_many' });
    break;
  }
  // What has no time anywhere is a file of something else.
  if (!isWebVtt && !lines.some((line) => line.includes(ARROW))) throw new CaptionsError([{ line: 1, fault: 'not_captions' }]);
  if (faults.length > 0) throw new CaptionsError(faults.slice(0, MAX_FAULTS));
  if (found.length === 0) throw new CaptionsError([{ line: 1, fault: 'no_cues' }]);
  return found.sort((one, other) => one.from - other.from);
}

/** A WebVTT file of these cues; read again, it gives them back. */
export function formatWebVtt(cues: readonly CaptionCue[]): string {
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `WEBVTT\n${cues.map(({ from, to, text }) => `\n${stamp(from)} --> ${stamp(to)}\n${escaped(text)}\n`).join('')}`;
}

interface Block {
  line: number;
  lines: string[];
}
/** What stands between empty lines. */
function* blocksOf(lines: readonly string[]): Iterable<Block> {
  let block: Block = { line: 1, lines: [] };
  for (const [index, line] of lines.entries()) {
    if (line !== '') block.lines.push(line);
    else {
      if (block.lines.length > 0) yield block;
      block = { line: index + 2, lines: [] };
    }
  }
  if (block.lines.length > 0) yield block;
}

/** Adds the cues of a block, of which there are several where the empty line between them was left out. */
function readBlock({ line, lines }: Block, isWebVtt: boolean, found: ParsedCue[], faults: FaultyLine[]): void {
  const timings = lines.flatMap((each, index) => (each.includes(ARROW) ? [index] : []));
  // One line may stand before the time: the cue's name, or its number.
  if (timings[0] === undefined || timings[0] > 1) faults.push({ line, fault: 'no_time' });
  for (const [place, index] of timings.entries()) {
    const next = timings[place + 1] ?? lines.length;
    const isNumbered = next < lines.length && next - index > 1 && NUMBER.test(lines[next - 1]?.trim() ?? '');
    const at = line + index;
    const time = timeOf(lines[index] ?? '');
    const text = plainText(lines.slice(index + 1, isNumbered ? next - 1 : next).join('\n'), isWebVtt);
    if (time === null) faults.push({ line: at, fault: 'bad_time' });
    else if (time.to <= time.from) faults.push({ line: at, fault: 'backwards' });
    else if (text.length > LIMITS.captionLength) faults.push({ line: at + 1, fault: 'too_long' });
    else if (text !== '') found.push({ ...time, text, line: at });
  }
}

function timeOf(line: string): { from: number; to: number } | null {
  const parts = TIMING.exec(line);
  if (!parts) return null;
  const [from, to] = [milliseconds(parts.slice(1, 5)), milliseconds(parts.slice(5, 9))];
  return from === null || to === null ? null : { from, to };
}
function milliseconds([hours = '0', minutes = '', seconds = '', fraction = '']: readonly (string | undefined)[]): number | null {
  if (Number(minutes) > 59 || Number(seconds) > 59) return null;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + Number(fraction.padEnd(3, '0'));
}
function stamp(at: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(at / 3_600_000)}:${two((at / 60_000) % 60)}:${two((at / 1_000) % 60)}.${String(at % 1_000).padStart(3, '0')}`;
}

/** Without tags, references, control characters, and space around lines. */
function plainText(payload: string, isWebVtt: boolean): string {
  const untagged = (isWebVtt ? payload : payload.replace(OVERRIDE, '')).replace(TAG, '');
  const spoken = untagged.replace(REFERENCE, (_, decimal?: string, hex?: string, name?: string) =>
    name === undefined
      ? character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal))
      : (NAMED[name.toLowerCase()] ?? ''),
  );
  const lines = spoken.replace(CONTROLS, ' ').split('\n');
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
/** What is no character is the sign for that. */
const character = (code: number): string => (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code));
