import { systemTimers, type Timers } from '@vitrine/client';
import { type Ref, ref, shallowRef } from 'vue';

/** Why nothing comes: this computer has no network, or the server does not answer. */
export type Away = 'offline' | 'unreachable';
interface Parts {
  /** Whether the server answers. */
  ask: () => Promise<boolean>;
  /** What the browser says of its network: enough to word it, not to believe it. A shop may run on the computer that has none. */
  isOnline: () => boolean;
  timers?: Timers;
}
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;

/** Whether the server is within reach. One that is away is asked again, ever more seldom; who waits for it is told when it is back. */
export class ServerReach {
  readonly away: Readonly<Ref<Away | undefined>>;
  readonly asking: Readonly<Ref<boolean>>;
  readonly #away = shallowRef<Away>();
  readonly #asking = ref(false);
  readonly #parts: Required<Parts>;
  readonly #waiting = new Set<() => void>();
  #question: Promise<boolean> | undefined;
  #callOffNext: () => void = () => undefined;
  #pause = FIRST_PAUSE;

  constructor({ timers = systemTimers, ...parts }: Parts) {
    this.#parts = { ...parts, timers };
    this.away = this.#away;
    this.asking = this.#asking;
  }

  /** Asks the server now, once for all who want to know at the same time. Gives whether it answers. */
  check(): Promise<boolean> {
    this.#question ??= this.#ask().finally(() => {
      this.#question = undefined;
      this.#asking.value = false;
    });
    return this.#question;
  }
  /** It answered, whatever it was asked. */
  heard(): void {
    this.#callOffNext();
    this.#pause = FIRST_PAUSE;
    if (this.#away.value === undefined) return;
    this.#away.value = undefined;
    for (const run of [...this.#waiting]) run();
  }
  /** Runs each time that it is back. Gives the function that stops it. */
  onReturn(run: () => void): () => void {
    this.#waiting.add(run);
    return () => this.#waiting.delete(run);
  }
  /** Asks when the network goes or comes, and when a page that waits is looked at again. Gives the function that stops it. */
  follow(): () => void {
    const changed = (): void => {
      this.#pause = FIRST_PAUSE;
      void this.check();
    };
    const shown = (): void => {
      if (!document.hidden && this.#away.value !== undefined) changed();
    };
    window.addEventListener('offline', changed);
    window.addEventListener('online', changed);
    document.addEventListener('visibilitychange', shown);
    return () => {
      window.removeEventListener('offline', changed);
      window.removeEventListener('online', changed);
      document.removeEventListener('visibilitychange', shown);
    };
  }

  async #ask(): Promise<boolean> {
    const { ask, isOnline, timers } = this.#parts;
    this.#callOffNext();
    this.#asking.value = true;
    if (await ask().catch(() => false)) {
      this.heard();
      return true;
    }
    this.#away.value = isOnline() ? 'unreachable' : 'offline';
    this.#callOffNext = timers.after(this.#pause, () => void this.check());
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
    return false;
  }
}

/** A `fetch` that tells of what it meets. One address that fails says little: the server is asked before it counts as away. */
export const heedful =
  (reach: Pick<ServerReach, 'heard' | 'check'>, fetchWith: typeof fetch): typeof fetch =>
  async (...asked) => {
    try {
      const response = await fetchWith(...asked);
      if (response.status < 500) reach.heard();
      else void reach.check();
      return response;
    } catch (problem) {
      void reach.check();
      throw problem;
    }
  };
