import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { DomainError } from '../../domain/errors.ts';
import type { BlobStore, ByteRange, StoredBlob } from '../../ports/blobs.ts';
import { partsOf, type S3Request, uploadInParts } from './s3-multipart.ts';

export interface S3Options {
  /** `https://s3.eu-central-1.amazonaws.com`, or that of another store that speaks S3. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}
const TIMEOUT = 15_000;
const RETRIES = 2;

/** Files in a bucket, addressed by path, which every store that speaks S3 understands. */
export class S3Blobs implements BlobStore {
  readonly #client: AwsClient;
  readonly #base: string;

  constructor({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Options, folder = 'uploads') {
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: RETRIES });
    this.#base = `${endpoint.replace(/\/$/, '')}/${bucket}/${folder}`;
  }

  async put(name: string, bytes: Buffer, type: string): Promise<void> {
    await this.#done(name, { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': type } });
  }
  async putFile(name: string, path: string, type: string): Promise<void> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const parts = partsOf(size);
      if (parts.length > 1) await uploadInParts((request) => this.#text(name, request), file, parts, type);
      else await this.put(name, await file.readFile(), type);
    } finally {
      await file.close();
    }
  }
  async get(name: string, range?: ByteRange): Promise<StoredBlob | null> {
    const headers = range ? { range: `bytes=${range.start}-${range.end}` } : undefined;
    const response = await this.#send(name, { method: 'GET', ...(headers ? { headers } : {}) });
    // A store that takes no notice of the range would send a whole recording for each part of it.
    if (response.ok && response.body && (!range || response.status === 206))
      return {
        size: Number(response.headers.get('content-length') ?? 0),
        // The same stream; Node's type of it is not the browsers' one.
        body: Readable.fromWeb(response.body as ReadableStream),
      };
    await response.body?.cancel();
    if (response.status === 404) return null;
    throw unavailable(response.status);
  }
  async delete(name: string): Promise<void> {
    const response = await this.#send(name, { method: 'DELETE' });
    await response.body?.cancel();
    if (!response.ok && response.status !== 404) throw unavailable(response.status);
  }

  async #done(name: string, request: S3Request): Promise<void> {
    await this.#text(name, request);
  }
  /** The answer's text and headers, once it is one of success. */
  async #text(name: string, request: S3Request): Promise<{ text: string; headers: Headers }> {
    const response = await this.#send(name, request);
    const text = await response.text();
    if (!response.ok) throw unavailable(response.status);
    return { text, headers: response.headers };
  }
  async #send(name: string, { query, timeout = TIMEOUT, ...init }: S3Request): Promise<Response> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeout);
    try {
      return await this.#client.fetch(`${this.#base}/${name}${query ?? ''}`, { ...init, signal: late.signal });
    } catch (error) {
      throw new DomainError('unavailable', 'The store of files can’t be reached now.', { retryAfter: 5, cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

const unavailable = (status: number): DomainError =>
  new DomainError('unavailable', `The store of files answered ${status}.`, { retryAfter: 5 });
