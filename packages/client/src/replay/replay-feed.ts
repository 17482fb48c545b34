import type { Chapter, Product, Replay, ReplayMoment } from '@vitrine/protocol';
import { Store } from '../observable.ts';
import type { ViewerApi } from '../rest/api.ts';

/** Moments kept before the position; what is older is read again when somebody goes back. */
const MAX_SHOWN = 300;
/** What comes within so many seconds after the position is read ahead. */
const AHEAD = 30;
/** In one question to the server. */
const PAGE = 200;

export interface ReplaySnapshot {
  /** Seconds. */
  position: number;
  /** What had been said and bought up to the position, oldest first; bounded. */
  moments: readonly ReplayMoment[];
  /** Every piece of the show as it is sold today. */
  products: readonly Product[];
  /** What was on screen at the position, in order. */
  pins: readonly Product[];
  /** The chapter that the position lies in; null before the first. */
  chapter: Chapter | null;
  /** What was said could not be read; `retry` asks again. */
  failed: boolean;
}

/**
 * A replay's chat, pins and chapters at the position of its player, without a framework. Tell it the position as the picture goes on, and
 * `seek` when it jumps; it reads what it needs around there.
 */
export class ReplayFeed extends Store<ReplaySnapshot> {
  readonly #api: Pick<ViewerApi, 'replay' | 'replayMoments'>;
  readonly #replay: Replay;
  /** What was read, rising, without a gap. */
  #moments: ReplayMoment[] = [];
  /** After which offset to read on; null at the end of the show. */
  #next: number | null = 0;
  /** What lies before this position was not read. */
  #readFrom = 0;
  #reading: Promise<void> | null = null;
  /** Rises with every jump: an answer for the place before is dropped. */
  #jump = 0;

  constructor(api: Pick<ViewerApi, 'replay' | 'replayMoments'>, replay: Replay) {
    super({ position: 0, moments: [], products: replay.products, pins: [], chapter: null, failed: false });
    this.#api = api;
    this.#replay = replay;
    this.#show(0);
  }

  /** Begins to read. */
  open(): void {
    this.#readOn();
  }
  /** The picture has gone on to here. */
  moveTo(position: number): void {
    this.#show(position);
    this.#readOn();
  }
  /** The picture has jumped here. What was read already is not read again. */
  seek(position: number): void {
    const last = this.#moments.at(-1)?.at ?? this.#readFrom;
    const isKnown = position >= this.#readFrom && (this.#next === null || position <= last);
    if (isKnown) {
      this.moveTo(position);
      return;
    }
    this.#jump++;
    this.#reading = null;
    this.#moments = [];
    this.#show(position);
    void this.#read({ at: position }, position);
  }
  retry(): void {
    const { position, failed } = this.getSnapshot();
    if (!failed) return;
    this.patch({ failed: false });
    if (this.#moments.length === 0 && position > 0) void this.#read({ at: position }, position);
    else this.#readOn();
  }
  /** Reads prices and stock as they are now. What is shown stays where the shop is away: an order is checked against the truth anyway. */
  async refresh(): Promise<void> {
    const answer = await this.#api.replay(this.#replay.livestreamId).catch(() => null);
    if (!answer) return;
    this.patch({ products: answer.products });
    this.#show(this.getSnapshot().position);
  }

  #readOn(): void {
    const { position, failed } = this.getSnapshot();
    const last = this.#moments.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (failed || this.#reading || this.#next === null || last > position + AHEAD) return;
    void this.#read({ after: this.#next }, null);
  }
  /** @param from where a jump begins, or null to go on from what was read */
  #read(query: { at: number } | { after: number }, from: number | null): Promise<void> {
    const jump = this.#jump;
    const reading = this.#api.replayMoments(this.#replay.livestreamId, { ...query, limit: PAGE }).then(
      ({ items, nextAfter }) => {
        if (jump !== this.#jump) return;
        this.#reading = null;
        if (from !== null) this.#readFrom = Math.min(from, items[0]?.at ?? from);
        this.#moments = [...this.#moments, ...items];
        this.#next = nextAfter ?? null;
        this.#show(this.getSnapshot().position);
        this.#readOn();
      },
      () => {
        if (jump !== this.#jump) return;
        this.#reading = null;
        this.patch({ failed: true });
      },
    );
    this.#reading = reading;
    return reading;
  }

  #show(position: number): void {
    const { moments: shown, pins: shownPins, chapter: shownChapter } = this.getSnapshot();
    const until = this.#moments.findLastIndex(({ at }) => at <= position) + 1;
    const moments = this.#moments.slice(Math.max(0, until - MAX_SHOWN), until);
    const pins = this.#pinsAt(position);
    const chapter = this.#replay.chapters.findLast(({ at }) => at <= position) ?? null;
    this.patch({
      position,
      moments: isSame(moments, shown) ? shown : moments,
      pins: isSame(pins, shownPins) ? shownPins : pins,
      chapter: chapter === shownChapter ? shownChapter : chapter,
    });
  }
  #pinsAt(position: number): Product[] {
    const ids = this.#replay.pins.findLast(({ at }) => at <= position)?.productIds ?? [];
    const { products } = this.getSnapshot();
    return ids.map((id) => products.find(({ _id }) => _id === id)).filter((product) => product !== undefined);
  }
}

const isSame = <Item>(one: readonly Item[], other: readonly Item[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);
