import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import { livestreamView, readCounts } from '../livestreams/livestream-view.ts';
import type { ShowChange, ShowNewsDesk } from '../livestreams/show-ledger.ts';
import type { PushService } from './push.ts';
import type { WebhookNews } from './webhooks.ts';

/**
 * What the world outside is told of a show. Called while the show still owes the entry of its change, so that a server that dies in between
 * tells it after its restart; keys make it once.
 */
export class ShowNews implements ShowNewsDesk {
  readonly #storage: Storage;
  readonly #webhooks: WebhookNews;
  readonly #push: Pick<PushService, 'showStarted'>;
  readonly #clock: Clock;

  constructor(parts: { storage: Storage; webhooks: WebhookNews; push: Pick<PushService, 'showStarted'>; clock: Clock }) {
    this.#storage = parts.storage;
    this.#webhooks = parts.webhooks;
    this.#push = parts.push;
    this.#clock = parts.clock;
  }

  async tell(livestreamId: string, change: ShowChange): Promise<void> {
    if (change !== 'started' && change !== 'stopped') return;
    const show = await this.#storage.livestreams.byId(livestreamId);
    // A show that is called off before it began has no end.
    if (!show || show.startTime === null || show.rehearsal) return;
    if (change === 'started') await this.#push.showStarted(show._id, show.run);
    const view = livestreamView(show, await readCounts(this.#storage, show._id, 0), this.#clock.now());
    await this.#webhooks.emit(change === 'started' ? 'livestream.started' : 'livestream.ended', `${show._id}:${show.run}`, view);
  }
}
