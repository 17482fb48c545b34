import type { PieceName } from '../shop/pieces.ts';
import { oneOf, type Random } from './chance.ts';
import { ABOUT, ANYTIME, GREETINGS } from './sayings.ts';

/** Nobody repeats what was said so shortly before. */
const REMEMBERED = 24;

/** Finds what fits the moment, and is not what somebody has just said. */
export class SmallTalk {
  readonly #random: Random;
  readonly #said: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** `isNew`: who speaks has not spoken yet, and may say hello. null when everything has just been said. */
  line({ onScreen, isNew }: { onScreen: PieceName | null; isNew: boolean }): string | null {
    const draw = this.#random();
    if (isNew && draw < 0.45) return this.pick(GREETINGS) ?? this.pick(ANYTIME);
    if (onScreen && draw < 0.85) return this.pick(ABOUT[onScreen]) ?? this.pick(ANYTIME);
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
