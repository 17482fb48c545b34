import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** In bytes. */
  size: number;
  body: Readable;
}
/** Files of the shop: pictures that were uploaded. Names are chosen by us and hold no folder; what a name stands for never changes. */
export interface BlobStore {
  /** Durable when it resolves. A name that is there already stays as it is. */
  put(name: string, bytes: Buffer, type: string): Promise<void>;
  /** null when there is none. The caller reads the body to its end, or destroys it. */
  get(name: string): Promise<StoredBlob | null>;
}
