import { ANY_QUESTIONS, type KnownQuestion } from '@vitrine/crowd';
import type { PieceName } from '../shop/pieces.ts';

/** What people write of Maison Lumen's pieces. */
export const ABOUT: Readonly<Record<PieceName, readonly string[]>> = {
  vase: [
    'that ash drip is unreal',
    'show us the foot please!',
    'last night’s kiln? wow',
    'the bone one for me',
    'it would look good with dry grass',
  ],
  carafe: ['does it really not drip?', 'that neck is so elegant', 'I want to hear it pour', 'the carafe and two mugs, please'],
  lamp: [
    'oh, the lamp',
    'turn it down once more, so warm',
    'is the cord linen?',
    'that would be for above the table',
    'one per person, fair',
  ],
  mug: [
    'three fingers, finally',
    'I have the tide one, daily use',
    'the handle looks right',
    'coffee tastes better from a thick rim',
    'oat!',
  ],
  teapot: ['pours so cleanly', 'my grandmother had one like that', 'the lid stays on when you tilt it?', 'tea for four it is'],
  tray: ['is it one board?', 'oak ages so well', 'that grain', 'fits my bedside table I think'],
  bowl: ['got two bowls last time, want two more', 'soup season', 'is this the same clay as the vase?', 'the bowls go fast, careful'],
  candle: ['candle smells of my grandmother’s garden', 'fig is my favourite', 'forty hours is a lot', 'the smoke one is not too strong'],
  throw: ['undyed wool, yes', 'is it scratchy?', 'winter can come', 'the edges are so neat'],
  basket: ['for the firewood!', 'woven wet, I did not know that', 'that handle is strong'],
  soap: ['nine months for a soap', 'laurel is so fresh', 'a good little present'],
  poster: ['signed too?', 'that blue', 'above my desk'],
};
export const FROM_THE_HOST = [
  ...[
    'Show prices hold until we close. No code needed.',
    'Lovely to have so many of you here tonight.',
    'I turn it once more for those who just came.',
  ],
  ...[
    'Everything leaves Ghent tomorrow, wrapped in paper.',
    'Ask in the questions, I read them all.',
    'Take your time, we are here for a while.',
  ],
] as const;

/** What people want to know, and what Maison Lumen answers. Those without a piece fit any. */
export const QUESTIONS: readonly (KnownQuestion & { piece: PieceName | null })[] = [
  { text: 'Can it go in the dishwasher?', answer: 'Yes, on the gentle programme.', piece: 'mug' },
  { text: 'Does the glaze run inside too?', answer: 'Yes, glazed inside, so it holds water.', piece: 'vase' },
  { text: 'How many firings for that blue?', answer: 'Two, the second one slow.', piece: 'vase' },
  { text: 'Is the neck wide enough for ice?', answer: 'Small cubes fit.', piece: 'carafe' },
  { text: 'Which bulb does the lamp take?', answer: 'A small E14, it is included.', piece: 'lamp' },
  { text: 'Does it keep the tea warm?', answer: 'For about forty minutes.', piece: 'teapot' },
  { text: 'How often does the oak want oil?', answer: 'Twice a year is plenty.', piece: 'tray' },
  { text: 'Do the bowls stack?', answer: 'They do, up to six.', piece: 'bowl' },
  { text: 'Is the wick cotton?', answer: 'Cotton, without any metal.', piece: 'candle' },
  ...ANY_QUESTIONS.map((question) => ({ ...question, piece: null })),
];
