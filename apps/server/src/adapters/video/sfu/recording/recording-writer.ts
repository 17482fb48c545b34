import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../../../entry-points.ts';
import { RECORDING_LIMITS } from './limits.ts';
import type { FromWriter, PartDescription, ToWriter, VideoTrack, WritingProblem } from './part.ts';

/** The thread as the recorder sees it. */
export interface WritingThread {
  post(message: ToWriter, transfer: ArrayBuffer[]): void;
  onMessage(listener: (message: FromWriter) => void): void;
  /** The thread has ended, and with it all that it was writing. */
  onEnd(listener: () => void): void;
}
interface OpenPart {
  onFailed(problem: WritingProblem, message: string): void;
  closed: (() => void)[];
}
export interface PartOpening {
  folder: string;
  part: PartDescription;
  video: VideoTrack | null;
  audio: boolean;
  freeBytes: number;
  onFailed(problem: WritingProblem, message: string): void;
}

/**
 * Hands pictures and sound to the thread that writes. What it has not written yet is counted: past a bound nothing more is taken, so that
 * a slow disk costs pictures and never memory.
 */
export class RecordingWriter {
  readonly #start: () => WritingThread;
  #thread: WritingThread | null = null;
  readonly #parts = new Map<string, OpenPart>();
  #unwritten = 0;

  constructor(start: () => WritingThread = startThread) {
    this.#start = start;
  }
  /** Bytes handed over and not written yet. */
  get unwritten(): number {
    return this.#unwritten;
  }

  open({ onFailed, ...opening }: PartOpening): void {
    this.#parts.set(opening.part.id, { onFailed, closed: [] });
    this.#running().post({ type: 'open', ...opening }, []);
  }
  /** False when the disk is too slow for it: the picture is left out. */
  picture(id: string, data: Buffer, key: boolean, seconds: number): boolean {
    if (this.#unwritten + data.length > RECORDING_LIMITS.unwrittenVideoBytes) return false;
    const bytes = new Uint8Array(data);
    this.#hand(bytes, { type: 'picture', id, data: bytes, key, seconds });
    return true;
  }
  /** False when the disk is far too slow. */
  sound(id: string, data: Buffer, seconds: number, duration: number): boolean {
    if (this.#unwritten + data.length > RECORDING_LIMITS.unwrittenBytes) return false;
    const bytes = new Uint8Array(data);
    this.#hand(bytes, { type: 'sound', id, data: bytes, seconds, duration });
    return true;
  }
  /** Settles when the part's file is closed. */
  close(id: string): Promise<void> {
    const part = this.#parts.get(id);
    if (!part || !this.#thread) return Promise.resolve();
    const closed = new Promise<void>((resolve) => part.closed.push(resolve));
    this.#thread.post({ type: 'close', id }, []);
    return closed;
  }

  #hand(bytes: Uint8Array<ArrayBuffer>, message: ToWriter): void {
    this.#unwritten += bytes.byteLength;
    this.#thread?.post(message, [bytes.buffer]);
  }
  #running(): WritingThread {
    if (this.#thread) return this.#thread;
    const thread = this.#start();
    this.#thread = thread;
    thread.onMessage((message) => this.#hear(message));
    thread.onEnd(() => this.#ended());
    return thread;
  }
  #hear(message: FromWriter): void {
    if (message.type === 'written') {
      this.#unwritten = Math.max(0, this.#unwritten - message.bytes);
      return;
    }
    const part = this.#parts.get(message.id);
    this.#parts.delete(message.id);
    if (message.type === 'failed') part?.onFailed(message.problem, message.message);
    for (const resolve of part?.closed ?? []) resolve();
  }
  /** Another is started with the next part. */
  #ended(): void {
    this.#thread = null;
    this.#unwritten = 0;
    for (const [id, part] of [...this.#parts]) {
      this.#parts.delete(id);
      part.onFailed('unwritable', 'the writing thread ended');
      for (const resolve of part.closed) resolve();
    }
  }
}

function startThread(): WritingThread {
  const worker = new Worker(entryPoint('recording-writer'));
  worker.unref();
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.on('message', listener),
    onEnd: (listener) => {
      worker.on('error', (error) => console.error(error));
      worker.once('exit', listener);
    },
  };
}
