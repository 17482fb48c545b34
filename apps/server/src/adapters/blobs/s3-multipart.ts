import type { FileHandle } from 'node:fs/promises';
import { DomainError } from '../../domain/errors.ts';
import type { ByteRange } from '../../ports/blobs.ts';

/** What is held in memory of a file at once. S3 takes parts of 5 MiB and more, and 10,000 of them: enough for 160 GB. */
const PART_BYTES = 16 * 1024 * 1024;
/** Milliseconds for one part: 16 MB at 2 Mbit/s. */
const PART_TIMEOUT = 70_000;

export interface S3Request {
  method: string;
  query?: string;
  body?: Uint8Array<ArrayBuffer> | string;
  headers?: Record<string, string>;
  /** Milliseconds until an answer has to begin. */
  timeout?: number;
}
type Ask = (request: S3Request) => Promise<{ text: string; headers: Headers }>;

/** How a file of this size is cut. */
export function partsOf(size: number): ByteRange[] {
  const count = Math.ceil(size / PART_BYTES);
  return Array.from({ length: count }, (_, index) => ({ start: index * PART_BYTES, end: Math.min(size, (index + 1) * PART_BYTES) - 1 }));
}

/**
 * S3's multipart upload: the object is there once all of it is, and one that is cut off leaves nothing to be seen. One part is in memory
 * at a time. What fails is given up, so that the store does not keep (and charge for) its pieces.
 */
export async function uploadInParts(ask: Ask, file: FileHandle, parts: readonly ByteRange[], type: string): Promise<void> {
  const begun = await ask({ method: 'POST', query: '?uploads=', headers: { 'content-type': type } });
  const uploadId = /<UploadId>([^<]+)<\/UploadId>/.exec(begun.text)?.[1];
  if (!uploadId) throw unexpected('began no upload');
  const upload = `uploadId=${encodeURIComponent(uploadId)}`;
  try {
    const tags: string[] = [];
    for (const [index, part] of parts.entries()) {
      const body = await bytesOf(file, part);
      const { headers } = await ask({ method: 'PUT', query: `?partNumber=${index + 1}&${upload}`, body, timeout: PART_TIMEOUT });
      const tag = headers.get('etag');
      if (!tag) throw unexpected('gave no tag for a part');
      tags.push(tag);
    }
    const listed = tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`);
    const done = await ask({
      method: 'POST',
      query: `?${upload}`,
      body: `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`,
      timeout: PART_TIMEOUT,
    });
    // It begins its answer before it knows: a failure can come with status 200.
    if (done.text.includes('<Error>')) throw unexpected('could not put the parts together');
  } catch (error) {
    await ask({ method: 'DELETE', query: `?${upload}` }).catch(() => {});
    throw error;
  }
}

async function bytesOf(file: FileHandle, { start, end }: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - start + 1);
  for (let read = 0; read < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, start + read);
    if (bytesRead === 0) throw new Error('the file became shorter while it was uploaded');
    read += bytesRead;
  }
  return bytes;
}
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const unexpected = (what: string): DomainError => new DomainError('unavailable', `The store of files ${what}.`, { retryAfter: 5 });
