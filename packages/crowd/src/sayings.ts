/** What people write in any show. Which of it fits is decided by what is on the screen and what has just happened. */
export const GREETINGS = [
  ...['evening all', 'hello from a rainy Antwerp', 'first time here, hello', 'made it home in time', 'hi everyone', 'good evening'],
  ...['just in time', 'watching with my sister', 'hello from the train', 'back again, third show this month', 'hej from Malmö'],
] as const;
export const ANYTIME = [
  ...['the light in there is lovely', 'I could watch this all night', 'that shelf behind you', 'so calm here', 'what a nice studio'],
  ...['my cat is watching too', 'the mug arrived yesterday, so good', 'is that rain on the roof?', 'love how unhurried this is'],
  ...['greetings to the whole studio', 'the sound is so clear tonight', 'saving up for the next one', 'which town are you in?'],
] as const;
/** Of a piece that nothing more is known of. */
export const ABOUT_ANY = [
  ...['oh, that one', 'can you hold it a little closer?', 'that is lovely', 'how big is it in the hand?', 'I have been waiting for this'],
  ...['thinking about it', 'a good present, no?', 'show us the back too please', 'what a colour', 'that price is fair'],
] as const;
export const AFTER_BUYING = [
  'got it, thank you',
  'mine! so happy',
  'ordered',
  'done, that was quick',
  'one less worry for the holidays',
  'yes, it is on its way',
] as const;
export const SOLD_OUT = ['oh, gone already', 'too slow again', 'will there be more?', 'sold out while I was thinking'] as const;

/** What people want to know, and what a shop may answer. */
export interface KnownQuestion {
  text: string;
  answer: string;
}
/** Those that fit whatever is on the screen. */
export const ANY_QUESTIONS: readonly KnownQuestion[] = [
  { text: 'Do you ship to France?', answer: 'To all of Europe.' },
  { text: 'Can I pick it up?', answer: 'Any Saturday, from ten to four.' },
  { text: 'Will you wrap it as a present?', answer: 'With pleasure, write it in the address.' },
];
