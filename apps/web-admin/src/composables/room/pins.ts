import { LIMITS } from '@vitrine/protocol/limits';

/** Brings a product to the screen. What was pinned stays behind it, in the viewers' line-up, as far as the limit goes. */
export const bringToScreen = (pins: readonly string[], id: string): string[] =>
  [id, ...pins.filter((pin) => pin !== id)].slice(0, LIMITS.pins);

/** Takes a product out; if it was on screen, the next one is. */
export const takeOut = (pins: readonly string[], id: string): string[] => pins.filter((pin) => pin !== id);
