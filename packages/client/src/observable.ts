/** Something with a current state: `useSyncExternalStore`'s contract, without a framework. */
export interface Observable<Snapshot> {
  /** Hears of every change; gives the function that stops it. */
  subscribe(listener: () => void): () => void;
  /** Immutable, and the same object until something changes. */
  getSnapshot(): Snapshot;
}

/** Holds a snapshot and tells of its replacement. */
export class Store<Snapshot> implements Observable<Snapshot> {
  readonly #listeners = new Set<() => void>();
  #snapshot: Snapshot;
  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
  readonly getSnapshot = (): Snapshot => this.#snapshot;
  set(snapshot: Snapshot): void {
    if (Object.is(snapshot, this.#snapshot)) return;
    this.#snapshot = snapshot;
    for (const listener of [...this.#listeners]) listener();
  }
  /** Replaces some fields. */
  patch(changes: Partial<Snapshot>): void {
    this.set({ ...this.#snapshot, ...changes });
  }
}
