import type { BlobStore, ByteRange, StoredBlob } from '../../ports/blobs.ts';
import type { RawRecordings } from '../../ports/recordings.ts';
import type { CaptionStore } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { RecordedFile, Recordings } from '../services.ts';
import { filesOf, showOfFile } from './recording.ts';
import type { RecordingRecord } from './recording-record.ts';
import type { Stills } from './stills.ts';

/** Recordings as viewers play them and staff deletes them. */
export class RecordingService implements Recordings {
  readonly #livestreams: LivestreamService;
  readonly #blobs: BlobStore;
  readonly #raw: RawRecordings;
  readonly #record: RecordingRecord;
  readonly #stills: Stills;
  readonly #audit: AuditLog;
  readonly #captions: Pick<CaptionStore, 'deleteOf'>;

  constructor(parts: {
    livestreams: LivestreamService;
    blobs: BlobStore;
    raw: RawRecordings;
    record: RecordingRecord;
    stills: Stills;
    audit: AuditLog;
    captions: Pick<CaptionStore, 'deleteOf'>;
  }) {
    this.#livestreams = parts.livestreams;
    this.#blobs = parts.blobs;
    this.#raw = parts.raw;
    this.#record = parts.record;
    this.#stills = parts.stills;
    this.#audit = parts.audit;
    this.#captions = parts.captions;
  }

  async file(actor: Actor | null, streamId: string, file: string): Promise<RecordedFile> {
    const { recording } = await this.#livestreams.visible(actor, streamId);
    if (!recording || showOfFile(file) !== streamId || !filesOf(recording).includes(file)) throw notThere();
    const track = recording.tracks.find(({ url }) => url.endsWith(`/${file}`));
    const open = async (range?: ByteRange): Promise<StoredBlob> => {
      const blob = await this.#blobs.get(file, range);
      if (!blob) throw notThere();
      return blob;
    };
    return { contentType: track?.contentType ?? 'image/webp', bytes: track?.bytes ?? null, open };
  }
  async still(actor: Actor | null, streamId: string): Promise<Buffer> {
    await this.#livestreams.visible(actor, streamId);
    const still = this.#livestreams.isOnAir(streamId) ? this.#stills.of(streamId) : null;
    if (!still) throw new DomainError('not_found', 'There is no still of this show now.');
    return still;
  }
  stillAt(streamId: string): string | null {
    const at = this.#livestreams.isOnAir(streamId) ? this.#stills.takenAt(streamId) : null;
    return at === null ? null : new Date(at).toISOString();
  }
  onStill(listener: (streamId: string) => void): () => void {
    return this.#stills.onTaken(listener);
  }
  async delete(actor: Actor, streamId: string): Promise<void> {
    const show = await this.#livestreams.runnable(actor, streamId);
    if (!show.recording) throw new DomainError('not_found', 'The show has no recording.');
    if (show.status !== 'ended')
      throw new DomainError('conflict', 'The show is still being recorded: switch its recording off, or delete it after the show.');
    // The document last: until then it can be asked for again, whatever fails on the way.
    for (const file of filesOf(show.recording)) await this.#blobs.delete(file);
    await this.#captions.deleteOf(streamId);
    await this.#record.change(streamId, () => null);
    // And those that were put there between the two.
    await this.#captions.deleteOf(streamId);
    await this.#raw.forget(streamId);
    await this.#audit.record(actor, 'recording.delete', { streamId, target: show.title });
  }
}

const notThere = (): DomainError => new DomainError('not_found', 'There is no such recording.');
