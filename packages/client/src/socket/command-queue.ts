import type { ErrorCode, ServerEventPayload } from '@vitrine/protocol';
import { RETRYABLE } from '@vitrine/protocol/codes';

/** A command, or the registration itself, that the server refused, or that could not be sent. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: ErrorCode | 'closed' | 'queue_full';
  /** Seconds. */
  readonly retryAfter: number | undefined;
  constructor(code: ErrorCode | 'closed' | 'queue_full', message: string, retryAfter?: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
  get retryable(): boolean {
    return this.code === 'queue_full' || (this.code !== 'closed' && RETRYABLE.has(this.code));
  }
}

type Ack = ServerEventPayload<'ack'>;
interface Pending {
  frame: string;
  answer: Promise<Ack>;
  resolve: (ack: Ack) => void;
  reject: (error: CommandError) => void;
}

/** Commands without an answer that are kept for the next connection. */
export const MAX_PENDING = 200;

/** Commands that have no answer yet, in the order they were given. Each keeps its id, so that sending it again does it once. */
export class CommandQueue {
  readonly #pending = new Map<string, Pending>();

  /** The answer to come; the same one for an id that is under way already. `send` is called with its frame when it is new. */
  add(id: string, frame: string, send: (frame: string) => void): Promise<Ack> {
    const known = this.#pending.get(id);
    if (known) return known.answer;
    if (this.#pending.size >= MAX_PENDING) return Promise.reject(new CommandError('queue_full', 'Too much waits to be sent.'));
    let resolve: Pending['resolve'] = () => {};
    let reject: Pending['reject'] = () => {};
    const answer = new Promise<Ack>((onAck, onError) => {
      resolve = onAck;
      reject = onError;
    });
    this.#pending.set(id, { frame, answer, resolve, reject });
    send(frame);
    return answer;
  }
  frames(): string[] {
    return [...this.#pending.values()].map(({ frame }) => frame);
  }
  acknowledge(ack: Ack): void {
    this.#take(ack.id)?.resolve(ack);
  }
  refuse(id: string, error: CommandError): void {
    this.#take(id)?.reject(error);
  }
  refuseAll(error: CommandError): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of all) reject(error);
  }
  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
