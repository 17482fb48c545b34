import type { PinsAnswer, Product } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { productInShow } from '../catalogue/product-in-show.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Pins } from '../services.ts';

export class PinService implements Pins {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #clock: Clock;

  constructor(parts: { storage: Storage; livestreams: LivestreamService; clock: Clock }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#clock = parts.clock;
  }

  async set(actor: Actor, streamId: string, productIds: string[], commandId?: string): Promise<PinsAnswer> {
    await this.#livestreams.runnable(actor, streamId);
    const wanted = [...new Set(productIds)];
    const records = await this.#storage.products.byIds(wanted);
    const found = new Set(records.filter((record) => !record.archived).map((record) => record._id));
    const missing = wanted.findIndex((id) => !found.has(id));
    if (missing >= 0)
      throw new DomainError('invalid', 'A product is named that the shop does not sell.', {
        fields: [{ path: `productIds.${missing}`, message: 'unknown product' }],
      });
    const key = `pins:${actor.id}:${commandId ?? newId(this.#clock)}`;
    const offset = await this.#livestreams.changePins(actor, streamId, wanted, key);
    const show = this.#livestreams.onAir.get(streamId);
    return { productIds: wanted, products: records.map((record) => productInShow(record, show)), offset };
  }

  async presented(actor: Actor | null, streamId: string): Promise<Product[]> {
    const show = await this.#livestreams.visible(actor, streamId);
    const ids = new Set([...show.lineup.map(({ productId }) => productId), ...show.pinnedProducts]);
    const records = await this.#storage.products.byIds([...ids]);
    return records.filter(({ archived }) => !archived).map((record) => productInShow(record, show));
  }

  async current(streamId: string): Promise<Product[]> {
    const { pinnedProducts } = await this.#livestreams.state(streamId);
    if (pinnedProducts.length === 0) return [];
    const records = await this.#storage.products.byIds(pinnedProducts);
    const show = this.#livestreams.onAir.get(streamId);
    return records.map((record) => productInShow(record, show));
  }
}
