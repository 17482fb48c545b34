import type { PieceName } from '../shop/pieces.ts';

/** What people write. Which of it fits is decided by what is on the screen and what has just happened. */
export const GREETINGS = [
  ...['evening all', 'hello from a rainy Antwerp', 'first time here, hello', 'made it home in time', 'hi everyone', 'good evening'],
  ...['just in time', 'watching with my sister', 'hello from the train', 'back again, third show this month', 'hej from Malmö'],
] as const;
export const ANYTIME = [
  ...['the light in there is lovely', 'I could watch this all night', 'that shelf behind you', 'so calm here', 'what a nice studio'],
  ...['my cat is watching too', 'the mug arrived yesterday, so good', 'is that rain on the roof?', 'love how unhurried this is'],
  ...['greetings to the whole studio', 'the sound is so clear tonight', 'saving up for the next one', 'which town are you in?'],
] as const;
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
export const AFTER_BUYING = [
  'got it, thank you',
  'mine! so happy',
  'ordered',
  'done, that was quick',
  'one less worry for the holidays',
  'yes, it is on its way',
] as const;
export const SOLD_OUT = ['oh, gone already', 'too slow again', 'will there be more?', 'sold out while I was thinking'] as const;
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

/** What people want to know, and what the shop answers. Those without a piece fit any. */
export const QUESTIONS: readonly { text: string; answer: string; piece: PieceName | null }[] = [
  { text: 'Can it go in the dishwasher?', answer: 'Yes, on the gentle programme.', piece: 'mug' },
  { text: 'Does the glaze run inside too?', answer: 'Yes, glazed inside, so it holds water.', piece: 'vase' },
  { text: 'How many firings for that blue?', answer: 'Two, the second one slow.', piece: 'vase' },
  { text: 'Is the neck wide enough for ice?', answer: 'Small cubes fit.', piece: 'carafe' },
  { text: 'Which bulb does the lamp take?', answer: 'A small E14, it is included.', piece: 'lamp' },
  { text: 'Does it keep the tea warm?', answer: 'For about forty minutes.', piece: 'teapot' },
  { text: 'How often does the oak want oil?', answer: 'Twice a year is plenty.', piece: 'tray' },
  { text: 'Do the bowls stack?', answer: 'They do, up to six.', piece: 'bowl' },
  { text: 'Is the wick cotton?', answer: 'Cotton, without any metal.', piece: 'candle' },
  { text: 'Do you ship to France?', answer: 'To all of Europe, from Ghent.', piece: null },
  { text: 'Can I pick up at the studio?', answer: 'Any Saturday, from ten to four.', piece: null },
  { text: 'Will you wrap it as a present?', answer: 'With pleasure, write it in the address.', piece: null },
];
