import { parentPort, workerData } from 'node:worker_threads';
import { UnreadablePart } from '../../../../../ports/recordings.ts';
import { PartDescription } from '../part.ts';
import { finishPart } from './finish-part.ts';
import type { FromFinisher } from './finisher.ts';

/** The thread that finishes one part, and ends with it: the work of minutes, beside the server's. */
const port = parentPort;
if (!port) throw new Error('this runs as a worker thread');
const tell = (message: FromFinisher): void => port.postMessage(message);

try {
  const { folder, part } = workerData as { folder: string; part: unknown };
  const finished = await finishPart(folder, PartDescription.parse(part), {
    onProgress: (progress) => tell({ type: 'progress', progress }),
    onPicturesFailed: (error) => tell({ type: 'no_pictures', message: String(error) }),
  });
  tell({ type: 'finished', finished });
} catch (error) {
  tell({ type: 'failed', unreadable: error instanceof UnreadablePart, message: error instanceof Error ? error.message : String(error) });
}
