import { type Random, weighted } from './chance.ts';
import { AFTER_BUYING, SOLD_OUT } from './sayings.ts';
import type { SmallTalk } from './small-talk.ts';

/** What somebody does who watches a show. */
export const DEEDS = ['chat', 'like', 'look', 'ask', 'vote', 'buy', 'come_back'] as const;
export type Deed = (typeof DEEDS)[number];

/** Of a hundred things that people do while they watch. */
const HABITS: Readonly<Record<Deed, number>> = { chat: 24, like: 26, look: 33, ask: 3, vote: 5, buy: 5, come_back: 4 };
/** How lively a crowd is: what each of it does in a minute, on average. */
export const PACES = { calm: 0.5, usual: 2, lively: 5 } as const;
export type Pace = keyof typeof PACES;
/** Most buy what is on the screen. */
const KEEPS_TO_THE_SCREEN = 0.85;
/** Most take one of a piece. */
const TAKES_ONE = 0.85;
/** Some tell the others what became of their order. */
const TELLS = 0.4;

export const nextDeed = (random: Random): Deed => weighted(random, HABITS);

/** Whether somebody who looks or buys takes what is on the screen, and not another piece of the line-up. */
export const staysWithTheScreen = (random: Random): boolean => random() < KEEPS_TO_THE_SCREEN;

/** How many of a piece somebody orders. */
export function quantityOf(random: Random, { stock, limitPerBuyer }: { stock: number; limitPerBuyer?: number | null }): number {
  return limitPerBuyer === 1 || stock < 2 || random() < TAKES_ONE ? 1 : 2;
}

/** What is said once an order was placed or came too late; null when it is kept to oneself. */
export function lineAfter(random: Random, talk: SmallTalk, outcome: 'placed' | 'sold_out'): string | null {
  if (random() >= TELLS) return null;
  return talk.pick(outcome === 'placed' ? AFTER_BUYING : SOLD_OUT);
}
