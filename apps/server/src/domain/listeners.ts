/** Who hears of one kind of event. A listener that throws does not keep the others from hearing it. */
export class Listeners<Input extends unknown[]> {
  readonly #listeners = new Set<(...input: Input) => void>();

  get size(): number {
    return this.#listeners.size;
  }
  add(listener: (...input: Input) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
  tell(...input: Input): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...input);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
