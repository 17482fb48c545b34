import type { CaptionCue } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CaptionsError, type FaultyLine, formatWebVtt, parseCaptions } from './webvtt.ts';

const cuesOf = (file: string): CaptionCue[] => parseCaptions(file).map(({ from, to, text }) => ({ from, to, text }));
function faultsOf(file: string): readonly FaultyLine[] {
  try {
    parseCaptions(file);
    return [];
  } catch (error) {
    if (error instanceof CaptionsError) return error.lines;
    throw error;
  }
}

describe('a captions file', () => {
  it('is read as WebVTT: names, settings, notes and styles are nothing to be read', () => {
    const file = [
      '\ufeffWEBVTT - The Autumn Firing',
      'Language: en',
      '',
      'STYLE',
      '::cue { color: lime }',
      '',
      'NOTE said by Inès',
      'over two lines',
      '',
      'opening',
      '00:01.000 --> 00:02.500 align:start position:0%',
      '<v Inès>Good <i>evening</i>,</v>',
      '<00:00:01.800><c.loud>everyone</c> &amp; <lang fr>bonsoir</lang>!',
      '',
      '01:00:00.000 --> 01:00:01.000',
      'The last one: 1 &lt; 2 &#x2192; &unknown; <3',
      '',
    ].join('\r\n');
    expect(parseCaptions(file)).toEqual([
      { from: 1_000, to: 2_500, text: 'Good evening,\neveryone & bonsoir!', line: 11 },
      { from: 3_600_000, to: 3_601_000, text: 'The last one: 1 < 2 → &unknown; <3', line: 15 },
    ]);
  });
  it('is read as SubRip: commas, numbers, fonts and positions, with empty lines left out too', () => {
    const file = '1\n00:00:01,000 --> 00:00:02,5\n{\\an8}<font color="#fff">Hello</font>\n2\n0:0:03,000 --> 0:0:04,000\nA vase\n1742\n';
    expect(cuesOf(file)).toEqual([
      { from: 1_000, to: 2_500, text: 'Hello' },
      { from: 3_000, to: 4_000, text: 'A vase\n1742' },
    ]);
  });
  it('is put in the order in which its cues begin; one that says nothing is left out', () => {
    const file = 'WEBVTT\n\n00:05.000 --> 00:06.000\nlater\n\n00:01.000 --> 00:09.000\nearlier\n\n00:02.000 --> 00:03.000\n &nbsp;\n';
    expect(cuesOf(file).map(({ text }) => text)).toEqual(['earlier', 'later']);
  });
  it('loses its control characters', () => {
    expect(cuesOf('WEBVTT\n\n00:01.000 --> 00:02.000\na\u0007b&#0;c&#xd800;d&#9999999;\te\u2028f\n')[0]?.text).toBe(
      'a b c\ufffdd\ufffd e f',
    );
  });

  test.each<[string, string, FaultyLine[]]>([
    ['of something else', 'title,price\nDune vase,68\n', [{ line: 1, fault: 'not_captions' }]],
    ['that is empty', '', [{ line: 1, fault: 'not_captions' }]],
    ['without a cue', 'WEBVTT\n\nNOTE nothing yet\n', [{ line: 1, fault: 'no_cues' }]],
    ['with text without a time', 'WEBVTT\n\nhello\nyou\n\n00:01.000 --> 00:02.000\nhi\n', [{ line: 3, fault: 'no_time' }]],
    ['with a time that is none', 'WEBVTT\n\n00:01 --> 00:02.000\nhi\n', [{ line: 3, fault: 'bad_time' }]],
    ['with too many seconds', 'WEBVTT\n\n00:01.000 --> 00:61.000\nhi\n', [{ line: 3, fault: 'bad_time' }]],
    ['with a cue that ends before it begins', 'WEBVTT\n\nname\n00:02.000 --> 00:02.000\nhi\n', [{ line: 4, fault: 'backwards' }]],
    ['that says too much', `WEBVTT\n\n00:01.000 --> 00:02.000\n${'x'.repeat(501)}\n`, [{ line: 4, fault: 'too_long' }]],
  ])('%s is refused with its lines', (_, file, faults) => expect(faultsOf(file)).toEqual(faults));

  it('has the wrong lines named in their order, the first of very many', () => {
    expect(faultsOf('WEBVTT\n\nwhat\n\n00:02.000 --> 00:01.000\nhi\n')).toEqual([
      { line: 3, fault: 'no_time' },
      { line: 5, fault: 'backwards' },
    ]);
    expect(faultsOf(`WEBVTT\n\n${'what\n\n'.repeat(500)}`)).toHaveLength(20);
  });
  it('is refused where it has too many cues', () => {
    const cue = '00:01.000 --> 00:02.000\nhi\n\n';
    expect(parseCaptions(`WEBVTT\n\n${cue.repeat(LIMITS.captionCues)}`)).toHaveLength(LIMITS.captionCues);
    expect(faultsOf(`WEBVTT\n\n${cue.repeat(LIMITS.captionCues + 1)}`)).toEqual([{ line: 3 + 3 * LIMITS.captionCues, fault: 'too_many' }]);
  });
});

describe('whatever is in a file', () => {
  const piece = fc.constantFrom(
    ...[
      'WEBVTT',
      '\n',
      '\n\n',
      '\r\n',
      '00:01.000',
      '1:00:01,5',
      ' --> ',
      '-->',
      '7',
      'NOTE',
      'hi ',
      '<i>',
      '</i>',
      '<',
      '>',
      '&amp;',
      '&',
    ],
    ...['&lt;', '&#60;', '&#10;', '&#xd800;', '{\\an8}', 'ü', '\u0000', '\u2028', '\ufeff', ' ', '🏺'],
  );
  const shuffled = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  const withHeader = shuffled.map((rest) => `WEBVTT\n\n00:01.000 --> 00:02.000\n${rest}`);

  it('it is read, or refused with lines that it has', () => {
    fc.assert(
      fc.property(fc.oneof(shuffled, withHeader, fc.string({ unit: 'binary' })), (file) => {
        const count = file.split(/\r\n|\n|\r/).length;
        for (const { line } of faultsOf(file)) expect(line >= 1 && line <= count).toBe(true);
      }),
    );
  });
  it('what is read of it is written and read again as it was', () => {
    fc.assert(
      fc.property(fc.oneof(shuffled, withHeader), (file) => {
        if (faultsOf(file).length > 0) return;
        const cues = cuesOf(file);
        expect(cuesOf(formatWebVtt(cues))).toEqual(cues);
      }),
    );
  });
  it('so are cues of any length and place', () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', 'B', '<', '>', '&', ';', '#', '6', ' ', '\n', 'é', '-', '{', '\\', '}') })
      .map((said) =>
        said
          .split('\n')
          .map((each) => each.trim())
          .filter(Boolean)
          .join('\n'),
      );
    const cue = fc.record({
      from: fc.nat(359_999_999),
      length: fc.integer({ min: 1, max: 100_000 }),
      text: text.filter((said) => said !== ''),
    });
    fc.assert(
      fc.property(fc.array(cue, { minLength: 1, maxLength: 8 }), (made) => {
        const cues = made
          .map(({ from, length, text: said }) => ({ from, to: from + length, text: said }))
          .sort((one, other) => one.from - other.from);
        expect(cuesOf(formatWebVtt(cues))).toEqual(cues);
      }),
    );
  });
});
