import type { RecorderEvent, VideoRecorder } from '../../../../ports/recordings.ts';
import type { SfuRequest } from '../messages.ts';
import type { FromRecorder } from '../supervisor.ts';
import { stillPicture } from './finishing/still-picture.ts';
import { RECORDING_LIMITS } from './limits.ts';

/** The recorder as the server sees it: it tells the media process what to record, and makes pictures of the keyframes it is told of. */
export class ProcessRecorder implements VideoRecorder {
  readonly #tell: (request: SfuRequest) => Promise<void>;
  readonly #folderOf: (streamId: string) => string;
  readonly #freeBytes: number;
  readonly #listeners = new Set<(event: RecorderEvent) => void>();

  constructor(parts: { tell: (request: SfuRequest) => Promise<void>; folderOf: (streamId: string) => string; freeBytes?: number }) {
    this.#tell = parts.tell;
    this.#folderOf = parts.folderOf;
    this.#freeBytes = parts.freeBytes ?? RECORDING_LIMITS.freeBytes;
  }

  record({ streamId, seat, name }: Parameters<VideoRecorder['record']>[0]): Promise<void> {
    return this.#tell({ type: 'record', streamId, seat, name, folder: this.#folderOf(streamId), freeBytes: this.#freeBytes });
  }
  stop(streamId: string): Promise<void> {
    return this.#tell({ type: 'stop_recording', streamId });
  }
  takeStills(streamId: string): Promise<void> {
    return this.#tell({ type: 'take_stills', streamId });
  }
  onEvent(listener: (event: RecorderEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes what the media process tells. */
  hear(message: FromRecorder): void {
    const { streamId } = message;
    if (message.type === 'recording') this.#emit({ type: 'problem', streamId, seat: message.seat, problem: message.problem });
    else
      void stillPicture({ codec: message.codec, data: Buffer.from(message.data, 'base64') }).then(
        (picture) => picture && this.#emit({ type: 'still', streamId, picture }),
      );
  }
  #emit(event: RecorderEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
