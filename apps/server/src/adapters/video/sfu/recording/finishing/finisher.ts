import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../../../../entry-points.ts';
import { type FinishedPart, UnreadablePart } from '../../../../../ports/recordings.ts';
import type { PartDescription } from '../part.ts';

export type FromFinisher =
  | { type: 'progress'; progress: number }
  | { type: 'no_pictures'; message: string }
  | { type: 'finished'; finished: FinishedPart }
  | { type: 'failed'; unreadable: boolean; message: string };

export interface FinishingOptions {
  folder: string;
  part: PartDescription;
  onProgress(progress: number): void;
  onPicturesFailed(message: string): void;
  /** Ends the work in the middle; it can be done again. */
  signal: AbortSignal;
}

/** Finishes a part in a thread of its own. @throws UnreadablePart */
export function finishInThread({ folder, part, onProgress, onPicturesFailed, signal }: FinishingOptions): Promise<FinishedPart> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(entryPoint('recording-finisher'), { workerData: { folder, part } });
    const abort = (): void => {
      reject(signal.reason);
      void worker.terminate();
    };
    signal.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: FromFinisher) => {
      if (message.type === 'progress') onProgress(message.progress);
      else if (message.type === 'no_pictures') onPicturesFailed(message.message);
      else if (message.type === 'finished') resolve(withBuffers(message.finished));
      else reject(message.unreadable ? new UnreadablePart(message.message) : new Error(message.message));
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      signal.removeEventListener('abort', abort);
      reject(new Error('the finishing thread ended early'));
    });
  });
}

/** Buffers come over as plain arrays of bytes. */
const withBuffers = (finished: FinishedPart): FinishedPart => ({
  ...finished,
  thumbnail: finished.thumbnail && Buffer.from(finished.thumbnail),
  previews: finished.previews && { ...finished.previews, sheet: Buffer.from(finished.previews.sheet) },
});
