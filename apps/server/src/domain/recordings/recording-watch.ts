import { HOST_SEAT } from '@vitrine/protocol';
import type { RawRecordings, RecorderEvent, VideoRecorder } from '../../ports/recordings.ts';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import type { VideoEvent } from '../../ports/video.ts';
import { InOrder } from '../in-order.ts';
import { isOnAir } from '../livestreams/on-air.ts';
import { guestOf } from '../stage/guests.ts';
import { recordingBegun } from './recording.ts';
import type { RecordingRecord } from './recording-record.ts';
import type { Stills } from './stills.ts';

/** Follows the shows whose pictures come to this node, and has those recorded that are to be, while they are on air. */
export class RecordingWatch {
  readonly #storage: Storage;
  readonly #recorder: VideoRecorder | null;
  readonly #raw: RawRecordings;
  readonly #record: RecordingRecord;
  readonly #stills: Stills;
  readonly #turns = new InOrder();
  /** The seats whose pictures come to this node, by show. */
  readonly #here = new Map<string, Set<string>>();

  constructor(parts: { storage: Storage; recorder: VideoRecorder | null; raw: RawRecordings; record: RecordingRecord; stills: Stills }) {
    this.#storage = parts.storage;
    this.#recorder = parts.recorder;
    this.#raw = parts.raw;
    this.#record = parts.record;
    this.#stills = parts.stills;
  }

  /** Hears what the recorder tells; once. */
  start(onError: (error: unknown) => void): void {
    this.#recorder?.onEvent((event) => void this.#hear(event).catch(onError));
  }
  async follow(event: VideoEvent): Promise<void> {
    if (this.#recorder === null || event.type === 'health') return;
    if (event.type === 'service_restarted') return this.#here.clear();
    const { streamId, seat } = event;
    const here = this.#here.get(streamId) ?? new Set();
    if (event.type === 'publisher_up') here.add(seat);
    else here.delete(seat);
    if (here.size > 0) this.#here.set(streamId, here);
    else this.#here.delete(streamId);
    if (event.type === 'publisher_up') await this.look(streamId);
  }
  /** Makes the recorder do what the show's document says; to be called whenever that may have changed. */
  look(streamId: string): Promise<void> {
    return this.#turns.run(streamId, async () => {
      const seats = this.#here.get(streamId);
      if (this.#recorder === null || !seats) return;
      const show = await this.#storage.livestreams.byId(streamId);
      if (!show || !isOnAir(show)) return;
      await this.#recorder.takeStills(streamId);
      if (!show.settings.recording) return this.#recorder.stop(streamId);
      await this.#raw.open(streamId);
      if (show.recording === null) await this.#record.change(streamId, (recording) => recording ?? recordingBegun());
      for (const seat of seats) await this.#recorder.record({ streamId, seat, name: nameOf(show, seat) });
    });
  }

  async #hear(event: RecorderEvent): Promise<void> {
    const { streamId } = event;
    if (event.type === 'still') return this.#stills.keep(streamId, event.picture);
    await this.#record.change(streamId, (recording) => recording && { ...recording, problem: event.problem });
  }
}

const nameOf = (show: LivestreamRecord, seat: string): string =>
  seat === HOST_SEAT ? show.hostName : (guestOf(show.guests, seat)?.name ?? '');
