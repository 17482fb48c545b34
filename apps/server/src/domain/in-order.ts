/** Does the works of one key one after the other, those of different keys side by side. */
export class InOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Settles as the work does; one that fails does not keep the next from being done. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const result = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const done: Promise<unknown> = result
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(key) === done) this.#last.delete(key);
      });
    this.#last.set(key, done);
    return result;
  }
}
