import type { Stats } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { FinishedPart, RawPart, RawRecordings } from '../../../../ports/recordings.ts';
import { finishInThread } from './finishing/finisher.ts';
import { RECORDING_LIMITS } from './limits.ts';
import { descriptionFile, mediaFile, PartDescription } from './part.ts';

const STREAM_ID = /^[0-9a-f]{24}$/;
const ASIDE = '.unreadable';

/** What recorders have left in a folder of this node, one folder for each show. */
export class DiskRawRecordings implements RawRecordings {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #logger: Pick<Logger, 'warn'>;

  constructor(parts: { folder: string; wallClock: () => number; logger: Pick<Logger, 'warn'> }) {
    this.#folder = parts.folder;
    this.#now = parts.wallClock;
    this.#logger = parts.logger;
  }
  /** Where recorders write this show. */
  folderOf(streamId: string): string {
    return join(this.#folder, streamId);
  }

  async open(streamId: string): Promise<void> {
    await mkdir(this.folderOf(streamId), { recursive: true });
  }
  async shows(): Promise<string[]> {
    return (await namesIn(this.#folder)).filter((name) => STREAM_ID.test(name));
  }
  async parts(streamId: string): Promise<RawPart[]> {
    const names = (await namesIn(this.folderOf(streamId))).filter((name) => name.endsWith('.json'));
    const parts = await Promise.all(names.map((name) => this.#part(streamId, name)));
    return parts.filter((part) => part !== null).sort((one, other) => one.startedAt - other.startedAt);
  }
  async finish(part: RawPart, onProgress: (progress: number) => void, signal: AbortSignal): Promise<FinishedPart> {
    return finishInThread({
      folder: this.folderOf(part.streamId),
      part: await this.#describe(part.streamId, descriptionFile(part.id)),
      onProgress,
      onPicturesFailed: (message) => this.#logger.warn({ part: part.id, message }, 'no pictures could be made of a recording'),
      signal,
    });
  }
  async remove({ streamId, id }: RawPart): Promise<void> {
    const folder = this.folderOf(streamId);
    // The description last: while it is there, somebody looks after the rest.
    const rest = (await namesIn(folder)).filter((name) => name.startsWith(`${id}.`) && name !== descriptionFile(id));
    for (const name of [...rest, descriptionFile(id)]) await rm(join(folder, name), { force: true });
  }
  async putAside({ streamId, id }: RawPart): Promise<void> {
    const folder = this.folderOf(streamId);
    await rename(join(folder, descriptionFile(id)), join(folder, `${id}${ASIDE}`));
  }
  async forget(streamId: string): Promise<void> {
    const folder = this.folderOf(streamId);
    const isAside = (name: string): boolean => name.endsWith(ASIDE);
    const names = await namesIn(folder);
    if (!names.some(isAside)) return rm(folder, { recursive: true, force: true });
    // What could not be read stays for whoever wants to look at it, and is looked at no more by us.
    await rename(folder, `${folder}${ASIDE}`).catch(() => {});
  }

  async #part(streamId: string, name: string): Promise<RawPart | null> {
    const found = await statOf(join(this.folderOf(streamId), name));
    if (!found) return null;
    try {
      const { id, seat, name: whose, startedAt } = await this.#describe(streamId, name);
      return { id, streamId, seat, name: whose, startedAt, isOpen: this.#now() - found.mtimeMs < RECORDING_LIMITS.abandonedAfter };
    } catch (error) {
      // Cut off in its first moment: there is no media yet.
      this.#logger.warn({ error, streamId, name }, 'the description of a recording can’t be read');
      await rm(join(this.folderOf(streamId), name), { force: true });
      await rm(join(this.folderOf(streamId), mediaFile(name.replace(/\.json$/, ''))), { force: true });
      return null;
    }
  }
  async #describe(streamId: string, name: string): Promise<PartDescription> {
    return PartDescription.parse(JSON.parse(await readFile(join(this.folderOf(streamId), name), 'utf8')));
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
