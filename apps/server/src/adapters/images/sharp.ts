import type Sharp from 'sharp';
import { DomainError } from '../../domain/errors.ts';
import type { EncodedImage, ImageEncoder } from '../../ports/images.ts';

/** A picture of more pixels than this is refused before it is decoded: a small file can unfold to gigabytes. */
const MAX_PIXELS = 60_000_000;
const QUALITY = 82;
/** Pictures that are worked on at once, and that may wait: each can take 200 MB while it is decoded. */
const AT_ONCE = 2;
const MAX_WAITING = 20;
/** Seconds for one picture. */
const TIMEOUT = 20;

/** Pictures by libvips, in its own threads. Only formats that are told by their first bytes get that far. */
export class SharpEncoder implements ImageEncoder {
  #loading: Promise<typeof Sharp> | null = null;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async webp(bytes: Buffer, edge: number): Promise<EncodedImage> {
    if (!isKnown(bytes)) throw unsupported('Send a JPEG, PNG, WebP or AVIF picture.');
    await this.#enter();
    try {
      return await this.#encode(bytes, edge);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('invalid', 'The picture is broken, or has too many pixels.', {
        fields: [{ path: 'file', message: 'cannot be read as a picture' }],
        cause: error,
      });
    } finally {
      this.#leave();
    }
  }

  async #encode(bytes: Buffer, edge: number): Promise<EncodedImage> {
    const sharp = await this.#library();
    const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true });
    const { pages = 1 } = await picture.metadata();
    if (pages > 1) throw unsupported('Send a still picture: this one moves.');
    const { data, info } = await picture
      .autoOrient()
      .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .timeout({ seconds: TIMEOUT })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  }
  /** Loaded with the first picture: 20 MB that most starts never need. */
  #library(): Promise<typeof Sharp> {
    this.#loading ??= import('sharp').then(({ default: sharp }) => {
      sharp.cache(false);
      return sharp;
    });
    return this.#loading;
  }
  async #enter(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= MAX_WAITING) throw new DomainError('unavailable', 'Too many pictures at once.', { retryAfter: 5 });
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
  /** Hands its place to the next, if there is one. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}

const unsupported = (message: string): DomainError => new DomainError('unsupported_media_type', message);

/** By their first bytes: what a client calls a file proves nothing, and SVG is a program. */
function isKnown(bytes: Buffer): boolean {
  const begins = (...values: number[]): boolean => values.every((value, index) => bytes[index] === value);
  const text = (from: number, to: number): string => bytes.toString('latin1', from, to);
  return (
    begins(0xff, 0xd8, 0xff) ||
    begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) ||
    (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') ||
    (text(4, 8) === 'ftyp' && /^(avif|heic|heix|mif1)$/.test(text(8, 12)))
  );
}
