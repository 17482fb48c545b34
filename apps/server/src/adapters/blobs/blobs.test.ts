import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '../../ports/blobs.ts';
import { DiskBlobs } from './disk.ts';
import { S3Blobs } from './s3.ts';

const MEGABYTE = 2 ** 20;

/** As much of S3 as we speak, after its documentation: objects, ranges, uploads in parts. Signatures are not looked at. */
class FakeS3 {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, Map<number, Buffer>>();
  readonly #server: Server;
  /** The part with this number is refused. */
  refusedPart: number | null = null;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const { status, headers = {}, body = '' } = this.#answer(request.method ?? 'GET', url, request.headers.range, await buffer(request));
      response.writeHead(status, headers).end(body);
    });
  }
  static async start(): Promise<FakeS3> {
    const s3 = new FakeS3();
    await new Promise<void>((resolve) => s3.#server.listen(0, '127.0.0.1', resolve));
    return s3;
  }
  get endpoint(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }
  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(method: string, { pathname, searchParams }: URL, range: string | undefined, sent: Buffer): Answer {
    const uploadId = searchParams.get('uploadId');
    if (method === 'POST' && searchParams.has('uploads')) {
      const id = randomBytes(8).toString('base64');
      this.uploads.set(id, new Map());
      return { status: 200, body: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>` };
    }
    if (uploadId !== null) return this.#part(method, pathname, uploadId, searchParams, sent);
    if (method === 'PUT') {
      this.objects.set(pathname, sent);
      return { status: 200 };
    }
    const object = this.objects.get(pathname);
    if (method === 'DELETE') {
      this.objects.delete(pathname);
      return { status: 204 };
    }
    if (!object) return { status: 404 };
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    const body = start && end ? object.subarray(Number(start), Number(end) + 1) : object;
    return { status: start ? 206 : 200, headers: { 'content-length': String(body.length) }, body };
  }
  #part(method: string, pathname: string, id: string, query: URLSearchParams, sent: Buffer): Answer {
    const parts = this.uploads.get(id);
    if (!parts) return { status: 404 };
    if (method === 'PUT') {
      const number = Number(query.get('partNumber'));
      if (number === this.refusedPart) return { status: 403 };
      parts.set(number, sent);
      return { status: 200, headers: { etag: `"part-${number}"` } };
    }
    this.uploads.delete(id);
    if (method === 'DELETE') return { status: 204 };
    const named = [...sent.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>&quot;part-(\d+)&quot;/g)];
    if (named.length !== parts.size || named.some(([, number, tag]) => number !== tag)) return { status: 200, body: '<Error/>' };
    this.objects.set(pathname, Buffer.concat(named.map(([, number]) => parts.get(Number(number)) ?? Buffer.alloc(0))));
    return { status: 200, body: '<CompleteMultipartUploadResult/>' };
  }
}
interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

let folder: string;
let s3: FakeS3;
const bucket = (): S3Blobs =>
  new S3Blobs({ endpoint: s3.endpoint, bucket: 'shop', region: 'auto', accessKeyId: 'AK', secretAccessKey: 'secret' }, 'recordings');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-blobs-'));
  s3 = await FakeS3.start();
});
afterEach(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});
async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(folder, 'source');
  await writeFile(path, bytes);
  return path;
}
async function read(store: BlobStore, name: string, range?: { start: number; end: number }): Promise<Buffer | null> {
  const blob = await store.get(name, range);
  if (!blob) return null;
  const bytes = await buffer(blob.body);
  expect(blob.size).toBe(bytes.length);
  return bytes;
}

describe.each([
  ['a folder', () => new DiskBlobs(join(folder, 'kept'))],
  ['a bucket', bucket],
] as const)('Files in %s', (_, open) => {
  it('are kept, given whole and in part, and deleted', async () => {
    const store = open();
    const bytes = randomBytes(1_000);
    await store.put('a.webp', bytes, 'image/webp');
    expect(await read(store, 'a.webp')).toEqual(bytes);
    expect(await read(store, 'a.webp', { start: 10, end: 19 })).toEqual(bytes.subarray(10, 20));
    await store.delete('a.webp');
    await store.delete('a.webp');
    expect(await read(store, 'a.webp')).toBeNull();
  });

  it('may be larger than what is held in memory, and are left where they came from', async () => {
    const store = open();
    const bytes = randomBytes(37 * MEGABYTE);
    const path = await fileOf(bytes);
    await store.putFile('a.webm', path, 'video/webm');
    // After a crash it is done again.
    await store.putFile('a.webm', path, 'video/webm');
    expect((await read(store, 'a.webm'))?.equals(bytes)).toBe(true);
    const start = 16 * MEGABYTE - 5;
    expect(await read(store, 'a.webm', { start, end: start + 9 })).toEqual(bytes.subarray(start, start + 10));
  });
});

it('A bucket that refuses a part is left without the rest of them', async () => {
  const path = await fileOf(randomBytes(37 * MEGABYTE));
  s3.refusedPart = 2;
  await expect(bucket().putFile('a.webm', path, 'video/webm')).rejects.toMatchObject({ code: 'unavailable' });
  expect(s3.uploads.size).toBe(0);
  expect(s3.objects.size).toBe(0);
});
