import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, link, mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore, StoredBlob } from '../../ports/blobs.ts';

/** Files in a folder of the server, which several nodes may share. */
export class DiskBlobs implements BlobStore {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(name: string, bytes: Buffer): Promise<void> {
    const path = join(this.#folder, name);
    if (await isThere(path)) return;
    await mkdir(this.#folder, { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    try {
      const file = await open(draft, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      // The name appears with the whole of its bytes, or not at all, also when two nodes write it at once.
      await link(draft, path).catch(ignore('EEXIST'));
      await syncFolder(this.#folder);
    } finally {
      await rm(draft, { force: true });
    }
  }

  async get(name: string): Promise<StoredBlob | null> {
    const path = join(this.#folder, name);
    const found = await stat(path).catch(ignore('ENOENT'));
    return found?.isFile() ? { size: found.size, body: createReadStream(path) } : null;
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
const ignore =
  (code: string) =>
  (error: unknown): null => {
    if (error instanceof Error && 'code' in error && error.code === code) return null;
    throw error;
  };
