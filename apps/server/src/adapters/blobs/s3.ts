import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { DomainError } from '../../domain/errors.ts';
import type { BlobStore, StoredBlob } from '../../ports/blobs.ts';

export interface S3Options {
  /** `https://s3.eu-central-1.amazonaws.com`, or that of another store that speaks S3. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}
const PREFIX = 'uploads';
/** Milliseconds until an answer has to begin. */
const TIMEOUT = 15_000;
const RETRIES = 2;

/** Files in a bucket, addressed by path, which every store that speaks S3 understands. */
export class S3Blobs implements BlobStore {
  readonly #client: AwsClient;
  readonly #base: string;

  constructor({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Options) {
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: RETRIES });
    this.#base = `${endpoint.replace(/\/$/, '')}/${bucket}/${PREFIX}`;
  }

  async put(name: string, bytes: Buffer, type: string): Promise<void> {
    const response = await this.#send(name, { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': type } });
    await response.body?.cancel();
    if (!response.ok) throw unavailable(response.status);
  }

  async get(name: string): Promise<StoredBlob | null> {
    const response = await this.#send(name, { method: 'GET' });
    if (response.ok && response.body)
      return {
        size: Number(response.headers.get('content-length') ?? 0),
        // The same stream; Node's type of it is not the browsers' one.
        body: Readable.fromWeb(response.body as ReadableStream),
      };
    await response.body?.cancel();
    if (response.status === 404) return null;
    throw unavailable(response.status);
  }

  async #send(name: string, init: { method: string; body?: Uint8Array<ArrayBuffer>; headers?: Record<string, string> }): Promise<Response> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), TIMEOUT);
    try {
      return await this.#client.fetch(`${this.#base}/${name}`, { ...init, signal: late.signal });
    } catch (error) {
      throw new DomainError('unavailable', 'The store of files can’t be reached now.', { retryAfter: 5, cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

const unavailable = (status: number): DomainError =>
  new DomainError('unavailable', `The store of files answered ${status}.`, { retryAfter: 5 });
