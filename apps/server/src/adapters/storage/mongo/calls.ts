import type { Logger } from 'pino';
import { DomainError } from '../../../domain/errors.ts';
import { isDuplicate, isUnavailable } from './driver-errors.ts';

/** Calls that may wait for the database; more are refused, retryable. */
const MAX_UNDER_WAY = 50_000;

/** All calls of one store: says failures in the domain's words, and lets the last ones finish before it closes. */
export class Calls {
  readonly #logger: Logger;
  #underWay = 0;
  #isClosing = false;
  #isAway = false;
  #idle: (() => void) | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** The same store, its calls counted and its errors mapped. */
  guard<Store extends object>(store: Store): Store {
    return new Proxy(store, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        return typeof member === 'function' ? (...input: unknown[]) => this.run(() => member.apply(target, input)) : member;
      },
    });
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosing) throw new DomainError('storage_unavailable', 'The store is closed.');
    if (this.#underWay >= MAX_UNDER_WAY) throw new DomainError('storage_unavailable', 'Too much waits for the store.', { retryAfter: 1 });
    this.#underWay++;
    try {
      const answer = await work();
      this.#note(false);
      return answer;
    } catch (error) {
      throw this.#mapped(error);
    } finally {
      if (--this.#underWay === 0) this.#idle?.();
    }
  }

  /** Takes no more calls; resolves when those taken are answered. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#underWay > 0)
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
  }

  #mapped(error: unknown): unknown {
    if (error instanceof DomainError) return error;
    if (isUnavailable(error)) {
      this.#note(true, error);
      return new DomainError('storage_unavailable', 'The store does not answer.', { retryAfter: 1, cause: error });
    }
    this.#note(false);
    if (isDuplicate(error)) return new DomainError('conflict', 'This is there already.', { cause: error });
    return error;
  }

  /** One line when the database goes, one when it is back. */
  #note(isAway: boolean, error?: unknown): void {
    if (this.#isAway === isAway) return;
    this.#isAway = isAway;
    if (isAway) this.#logger.warn({ reason: error instanceof Error ? error.message : String(error) }, 'MongoDB does not answer');
    else this.#logger.info('MongoDB answers again');
  }
}
