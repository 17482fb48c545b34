/** What the server says to a like. */
interface LikeAnswer {
  liked?: boolean | undefined;
  likes?: number | undefined;
}

/**
 * One's own like: shown at once, sent one after the other, the last wish wins however fast the presses come, taken back when it is refused.
 */
export class OwnLike {
  readonly #set: (liked: boolean) => Promise<LikeAnswer>;
  readonly #show: (liked: boolean, likes?: number) => void;
  #confirmed = false;
  #wanted: boolean | null = null;
  #isUnderWay = false;
  #settled: Promise<void> = Promise.resolve();

  constructor(parts: { set: (liked: boolean) => Promise<LikeAnswer>; show: (liked: boolean, likes?: number) => void }) {
    this.#set = parts.set;
    this.#show = parts.show;
  }
  /** What the server says is shown only when no wish of ours is on its way. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }
  /** The server has told which it is. */
  confirm(liked: boolean): void {
    this.#confirmed = liked;
  }
  /** Settles when the last wish has; rejects after having taken it back. */
  want(liked: boolean): Promise<void> {
    this.#show(liked);
    this.#wanted = liked;
    if (!this.#isUnderWay) {
      this.#isUnderWay = true;
      this.#settled = this.#settle();
    }
    return this.#settled;
  }

  async #settle(): Promise<void> {
    try {
      while (this.#wanted !== null && this.#wanted !== this.#confirmed) {
        const wanted: boolean = this.#wanted;
        const answer = await this.#set(wanted);
        this.#confirmed = answer.liked ?? wanted;
        // A server that answers something else has the last word.
        if (this.#wanted === wanted) {
          this.#wanted = null;
          this.#show(this.#confirmed, answer.likes);
        }
      }
    } catch (error) {
      this.#show(this.#confirmed);
      throw error;
    } finally {
      this.#wanted = null;
      this.#isUnderWay = false;
    }
  }
}
