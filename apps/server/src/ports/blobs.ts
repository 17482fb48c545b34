import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** In bytes: of the body. */
  size: number;
  body: Readable;
}
/** Bytes of a blob, both ends included, counted from 0. */
export interface ByteRange {
  start: number;
  end: number;
}
/** Files of the shop: pictures that were uploaded, recordings. Names are chosen by us and hold no folder; what a name stands for never changes. */
export interface BlobStore {
  /** Durable when it resolves. A name that is there already stays as it is. */
  put(name: string, bytes: Buffer, type: string): Promise<void>;
  /** The same of a file of any size, with little memory; the file itself is left where it is. It may be done again after a crash. */
  putFile(name: string, path: string, type: string): Promise<void>;
  /** null when there is none. The caller reads the body to its end, or destroys it. A range lies within the blob. */
  get(name: string, range?: ByteRange): Promise<StoredBlob | null>;
  /** Does nothing when there is none. */
  delete(name: string): Promise<void>;
}
