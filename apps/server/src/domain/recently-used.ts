/** A map that forgets what was used longest ago once it holds `capacity` entries. */
export class RecentlyUsed<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #capacity: number;
  constructor(capacity: number) {
    this.#capacity = capacity;
  }
  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }
  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#capacity) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
  delete(key: Key): void {
    this.#entries.delete(key);
  }
  /** Looks at every entry: for what is rare. */
  deleteWhere(fits: (value: Value) => boolean): void {
    for (const [key, value] of this.#entries) if (fits(value)) this.#entries.delete(key);
  }
}
