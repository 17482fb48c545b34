import { oneOf, type Random } from './chance.ts';
import { ABOUT_ANY, ANYTIME, GREETINGS } from './sayings.ts';

/** Nobody repeats what was said so shortly before. */
const REMEMBERED = 24;
/** How often who is new says hello, and how far below this a line is on the piece on screen. */
const GREETS = 0.45;
const SPEAKS_OF_THE_PIECE = 0.85;

/** What somebody who is about to speak sees. */
export interface Moment {
  /** What fits the piece on screen, where the shop's pieces are known; null: nothing is on the screen. */
  about: readonly string[] | null;
  /** Whether who speaks has not spoken yet, and may say hello. */
  isNew: boolean;
}

/** Finds what fits the moment, and is not what somebody has just said. */
export class SmallTalk {
  readonly #random: Random;
  readonly #said: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** null when everything has just been said. */
  line({ about, isNew }: Moment): string | null {
    const draw = this.#random();
    if (isNew && draw < GREETS) return this.pick(GREETINGS) ?? this.pick(ANYTIME);
    if (about && draw < SPEAKS_OF_THE_PIECE) return this.pick(about.length > 0 ? about : ABOUT_ANY) ?? this.pick(ANYTIME);
    return this.pick(ANYTIME);
  }

  /** One of these that was not said lately. */
  pick(lines: readonly string[]): string | null {
    const fresh = lines.filter((line) => !this.#said.includes(line));
    const line = oneOf(this.#random, fresh) ?? null;
    if (line === null) return null;
    this.#said.push(line);
    if (this.#said.length > REMEMBERED) this.#said.shift();
    return line;
  }
}
