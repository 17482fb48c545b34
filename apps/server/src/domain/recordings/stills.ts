import type { Clock } from '../../ports/clock.ts';
import type { ImageEncoder } from '../../ports/images.ts';
import { Listeners } from '../listeners.ts';

/** Sharp enough for a card, and for the first show of the home page on a phone. */
const EDGE = 960;

/** The newest still of each show whose picture comes to this node: in memory, since the next one is seconds away. */
export class Stills {
  readonly #images: ImageEncoder;
  readonly #clock: Clock;
  readonly #newest = new Map<string, { bytes: Buffer; at: number }>();
  readonly #taken = new Listeners<[string]>();

  constructor(parts: { images: ImageEncoder; clock: Clock }) {
    this.#images = parts.images;
    this.#clock = parts.clock;
  }
  async keep(streamId: string, picture: Buffer): Promise<void> {
    const { bytes } = await this.#images.webp(picture, EDGE);
    this.#newest.set(streamId, { bytes, at: this.#clock.now() });
    this.#taken.tell(streamId);
  }
  /** A WebP; null when there is none here. */
  of(streamId: string): Buffer | null {
    return this.#newest.get(streamId)?.bytes ?? null;
  }
  /** When it was taken, in milliseconds since 1970. */
  takenAt(streamId: string): number | null {
    return this.#newest.get(streamId)?.at ?? null;
  }
  onTaken(listener: (streamId: string) => void): () => void {
    return this.#taken.add(listener);
  }
  forget(streamId: string): void {
    this.#newest.delete(streamId);
  }
}
