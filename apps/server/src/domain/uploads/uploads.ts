import { createHash } from 'node:crypto';
import { LIMITS, type UploadedImage } from '@vitrine/protocol';
import type { BlobStore, StoredBlob } from '../../ports/blobs.ts';
import type { ImageEncoder } from '../../ports/images.ts';
import { type Actor, isStaff } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { Uploads } from '../services.ts';

/** Names say what is in the file, so that they can be kept by every cache for good. */
const NAME = /^[0-9a-f]{32}\.webp$/;
export const UPLOAD_TYPE = 'image/webp';

/** Pictures of products, shows and the shop. What is kept is never what was sent, but made anew from its pixels. */
export class UploadService implements Uploads {
  readonly #images: ImageEncoder;
  readonly #blobs: BlobStore;

  constructor(parts: { images: ImageEncoder; blobs: BlobStore }) {
    this.#images = parts.images;
    this.#blobs = parts.blobs;
  }

  assertMayUpload(actor: Actor): void {
    if (!isStaff(actor)) throw new DomainError('forbidden', "Only the shop's staff uploads pictures.");
  }
  async take(actor: Actor, bytes: Buffer): Promise<UploadedImage> {
    this.assertMayUpload(actor);
    const image = await this.#images.webp(bytes, LIMITS.imageEdge);
    const name = `${createHash('sha256').update(image.bytes).digest('hex').slice(0, 32)}.webp`;
    await this.#blobs.put(name, image.bytes, UPLOAD_TYPE);
    return { url: `/uploads/${name}`, width: image.width, height: image.height, bytes: image.bytes.length };
  }
  async open(name: string): Promise<StoredBlob> {
    const blob = NAME.test(name) ? await this.#blobs.get(name) : null;
    if (!blob) throw new DomainError('not_found', 'There is no such picture.');
    return blob;
  }
}
