import { parentPort } from 'node:worker_threads';
import { RECORDING_LIMITS } from './limits.ts';
import type { FromWriter, ToWriter } from './part.ts';
import { PartWriter, WritingError } from './part-writer.ts';

/** The thread that writes recordings: a slow disk holds up nothing but this. */
const port = parentPort;
if (!port) throw new Error('this runs as a worker thread');

const parts = new Map<string, PartWriter>();
let work: Promise<unknown> = Promise.resolve();
const tell = (message: FromWriter): void => port.postMessage(message);

/** Ends a part that can't be written on; what has been written of it stays. */
async function fail(id: string, error: unknown): Promise<void> {
  const writer = parts.get(id);
  if (!writer) return;
  parts.delete(id);
  const problem = error instanceof WritingError ? error.problem : 'unwritable';
  tell({ type: 'failed', id, problem, message: error instanceof Error ? error.message : String(error) });
  await writer.close().catch(() => {});
}

async function act(message: ToWriter): Promise<void> {
  if (message.type === 'open') {
    const writer = new PartWriter(message);
    parts.set(message.part.id, writer);
    await writer.open();
    return;
  }
  const writer = parts.get(message.id);
  if (message.type === 'picture') await writer?.picture(message.data, message.key, message.seconds);
  else if (message.type === 'sound') await writer?.sound(message.data, message.seconds, message.duration);
  else {
    parts.delete(message.id);
    await writer?.close();
  }
}
const idOf = (message: ToWriter): string => (message.type === 'open' ? message.part.id : message.id);

port.on('message', (message: ToWriter) => {
  work = work.then(async () => {
    await act(message).catch((error: unknown) => fail(idOf(message), error));
    if (message.type === 'close') tell({ type: 'closed', id: message.id });
    else if (message.type !== 'open') tell({ type: 'written', bytes: message.data.byteLength });
  });
});
let syncing = false;
setInterval(() => {
  if (syncing) return;
  syncing = true;
  void Promise.all([...parts].map(([id, writer]) => writer.sync().catch((error: unknown) => fail(id, error)))).finally(() => {
    syncing = false;
  });
}, RECORDING_LIMITS.syncInterval);
