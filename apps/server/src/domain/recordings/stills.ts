import type { ImageEncoder } from '../../ports/images.ts';

/** Sharp enough for a card, and for the first show of the home page on a phone. */
const EDGE = 960;

/** The newest still of each show whose picture comes to this node: in memory, since the next one is seconds away. */
export class Stills {
  readonly #images: ImageEncoder;
  readonly #newest = new Map<string, Buffer>();

  constructor(parts: { images: ImageEncoder }) {
    this.#images = parts.images;
  }
  async keep(streamId: string, picture: Buffer): Promise<void> {
    const { bytes } = await this.#images.webp(picture, EDGE);
    this.#newest.set(streamId, bytes);
  }
  /** A WebP; null when there is none here. */
  of(streamId: string): Buffer | null {
    return this.#newest.get(streamId) ?? null;
  }
  forget(streamId: string): void {
    this.#newest.delete(streamId);
  }
}
