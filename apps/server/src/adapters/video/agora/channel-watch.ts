import { ON_AIR } from '../../../domain/livestreams/on-air.ts';
import type { LivestreamStore } from '../../../ports/storage.ts';
import type { ChannelManagement } from './channel-management.ts';
import { LOOK_INTERVAL, MAX_LOOKED_AT } from './limits.ts';
import type { Stage } from './stage.ts';

export interface ChannelWatchParts {
  shows: Pick<LivestreamStore, 'byId' | 'list'>;
  channels: ChannelManagement;
  stage: Stage;
  /** Whether it is this node that looks: one does it for all. */
  mayLook: () => boolean;
  onError: (error: unknown) => void;
}

/** Looks at who publishes in the shows on air: notifications may be lost, late, or not set up at all. */
export class ChannelWatch {
  readonly #parts: ChannelWatchParts;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  /** Where the next look goes on, when there are more shows than one look goes through. */
  #cursor: string | undefined;

  constructor(parts: ChannelWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#looking ??= this.look()
        .catch(this.#parts.onError)
        .finally(() => {
          this.#looking = null;
        });
    }, LOOK_INTERVAL);
  }
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  async look(): Promise<void> {
    const { shows, mayLook } = this.#parts;
    if (!mayLook()) return;
    const from = this.#cursor === undefined ? {} : { cursor: this.#cursor };
    const { items, nextCursor } = await shows.list({ statuses: [...ON_AIR], limit: MAX_LOOKED_AT, ...from });
    this.#cursor = nextCursor;
    await Promise.all(items.map(({ _id }) => this.#lookAt(_id).catch(this.#parts.onError)));
  }
  async #lookAt(streamId: string): Promise<void> {
    const { hosts } = await this.#parts.channels.users(streamId, { hostsOnly: true });
    // Read again: the answer has taken its time, and the show may have changed meanwhile.
    const show = await this.#parts.shows.byId(streamId);
    if (show && ON_AIR.includes(show.status)) this.#parts.stage.compare(show, hosts);
  }
}
