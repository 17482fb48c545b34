import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, copyFile, link, mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore, ByteRange, StoredBlob } from '../../ports/blobs.ts';

/** Files in a folder of the server, which several nodes may share. */
export class DiskBlobs implements BlobStore {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  put(name: string, bytes: Buffer): Promise<void> {
    return this.#add(name, async (draft) => {
      const file = await open(draft, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    });
  }
  putFile(name: string, source: string): Promise<void> {
    return this.#add(name, async (draft) => {
      // On the same disk the file gets a second name; only from another one are its bytes copied.
      await link(source, draft).catch((error: unknown) =>
        isCode(error, 'EXDEV', 'EPERM', 'ENOTSUP') ? copyFile(source, draft) : reject(error),
      );
      const file = await open(draft, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    });
  }

  async get(name: string, range?: ByteRange): Promise<StoredBlob | null> {
    const path = join(this.#folder, name);
    const found = await stat(path).catch(ignore('ENOENT'));
    if (!found?.isFile()) return null;
    // Both ends are included, as in a range.
    return range
      ? { size: range.end - range.start + 1, body: createReadStream(path, range) }
      : { size: found.size, body: createReadStream(path) };
  }
  async delete(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
  }

  async #add(name: string, write: (draft: string) => Promise<void>): Promise<void> {
    const path = join(this.#folder, name);
    if (await isThere(path)) return;
    await mkdir(this.#folder, { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    try {
      await write(draft);
      // The name appears with the whole of its bytes, or not at all, also when two nodes write it at once.
      await link(draft, path).catch(ignore('EEXIST'));
      await syncFolder(this.#folder);
    } finally {
      await rm(draft, { force: true });
    }
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
/** A name is durable once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
const reject = (error: unknown): never => {
  throw error;
};
const ignore =
  (code: string) =>
  (error: unknown): null =>
    isCode(error, code) ? null : reject(error);
