import { setTimeout as wait } from 'node:timers/promises';
import { ConnectTimeout, delaySince, SignallingError, type WatchedStream, watchBy } from '@vitrine/test-env/fake-host';
import { Histogram } from '../measure/histogram.ts';
import type { Joined, Received } from './commands.ts';
import { type Door, type Doorway, openDoor } from './doors.ts';

/** Between two single joins, so that they don't fall into step with what limits keyframes. */
const PAUSE_MS = { least: 150, most: 450 };
const FIRST_PICTURE_MS = 10_000;
const SERVICE_UNAVAILABLE = 503;
const MOST_AGAIN = 3;
/** Who asks again is counted here. */
const LIKE_A_BROWSER = { reports: true, waitsForDtls: true, attempts: 1 };

/** The viewers that one process plays: all media arrives, is decrypted and counted, and nothing is decoded. */
export class Audience {
  readonly #viewers: WatchedStream[] = [];
  readonly #doorways = new Map<string, Promise<Doorway>>();
  readonly #delay = new Histogram();
  #marked: { packets: number; bytes: number; gaps: number }[] = [];

  async join({ door, count, atOnce, withDelay }: { door: Door; count: number; atOnce: number; withDelay: boolean }): Promise<Joined> {
    const doorway = await this.#doorway(door);
    const outcome = { joined: 0, refused: 0, again: 0 };
    let left = count;
    const onPictureEnd = (payload: Buffer): void => this.#delay.add(delaySince(payload));
    await Promise.all(
      Array.from({ length: Math.min(atOnce, count) }, async () => {
        while (left-- > 0) {
          try {
            this.#viewers.push(await watchBy(await doorway.watching(), { ...LIKE_A_BROWSER, ...(withDelay ? { onPictureEnd } : {}) }));
            outcome.joined++;
          } catch (error) {
            if (error instanceof ConnectTimeout && outcome.again < MOST_AGAIN) {
              outcome.again++;
              left++;
              continue;
            }
            if (!(error instanceof SignallingError && error.status === SERVICE_UNAVAILABLE)) throw error;
            outcome.refused++;
          }
        }
      }),
    );
    return outcome;
  }

  mark(): void {
    this.#delay.clear();
    this.#marked = this.#viewers.map(totals);
  }
  read(): Omit<Received, 'core'> {
    const since = this.#viewers.map((viewer, index) => {
      const [now, before] = [totals(viewer), this.#marked[index]];
      return before ? { packets: now.packets - before.packets, bytes: now.bytes - before.bytes, gaps: now.gaps - before.gaps } : now;
    });
    const sum = (field: 'packets' | 'bytes' | 'gaps'): number => since.reduce((total, one) => total + one[field], 0);
    return {
      viewers: since.length,
      fewestPackets: since.length === 0 ? 0 : Math.min(...since.map(({ packets }) => packets)),
      ...{ packets: sum('packets'), bytes: sum('bytes'), gaps: sum('gaps') },
      delay: this.#delay.toPairs(),
    };
  }

  async firstPictures(door: Door, count: number): Promise<number[]> {
    const doorway = await this.#doorway(door);
    const durations: number[] = [];
    for (let join = 0; join < count; join++) {
      await wait(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
      const viewer = await watchBy(await doorway.watching(), LIKE_A_BROWSER);
      await Promise.race([viewer.until(() => viewer.firstPictureMs !== null), wait(FIRST_PICTURE_MS)]);
      durations.push(viewer.firstPictureMs ?? FIRST_PICTURE_MS);
      await viewer.stop();
    }
    return durations;
  }

  async leave(): Promise<void> {
    await Promise.all(this.#viewers.splice(0).map((viewer) => viewer.stop()));
    for (const doorway of this.#doorways.values()) (await doorway).close();
    this.#doorways.clear();
    this.#marked = [];
  }

  #doorway(door: Door): Promise<Doorway> {
    const known = this.#doorways.get(door.url) ?? openDoor(door);
    this.#doorways.set(door.url, known);
    return known;
  }
}

const totals = ({ counts }: WatchedStream): { packets: number; bytes: number; gaps: number } => ({
  packets: counts.videoPackets,
  bytes: counts.videoBytes,
  gaps: counts.gaps,
});
