import type { Order } from '@vitrine/protocol';
import type { OrderRecord, Storage } from '../../ports/storage.ts';
import { type Actor, mayRun } from '../actor.ts';
import { orderView } from './order-view.ts';

/** The shows that orders were placed in, deleted ones among them: the books outlive them. */
export class OrderShows {
  readonly #storage: Pick<Storage, 'livestreams' | 'deletedShows'>;

  constructor(storage: Pick<Storage, 'livestreams' | 'deletedShows'>) {
    this.#storage = storage;
  }

  /** Whether it is the actor's show. */
  async isRunBy(actor: Actor, streamId: string): Promise<boolean> {
    const show = (await this.#storage.livestreams.byId(streamId)) ?? (await this.#storage.deletedShows.byIds([streamId]))[0];
    return show !== undefined && mayRun(actor, show.createdBy);
  }
  async isDeleted(streamId: string): Promise<boolean> {
    return (await this.#storage.deletedShows.byIds([streamId])).length > 0;
  }
  /** As the API gives them. */
  async views(orders: OrderRecord[]): Promise<Order[]> {
    const deleted = new Map((await this.#storage.deletedShows.byIds(showsOf(orders))).map(({ _id, title }) => [_id, { title }]));
    return orders.map((order) => {
      const deletedShow = order.streamId === null ? undefined : deleted.get(order.streamId);
      return deletedShow ? { ...orderView(order), deletedShow } : orderView(order);
    });
  }
  /** By their ids. */
  async titles(orders: OrderRecord[]): Promise<Map<string, string>> {
    const ids = showsOf(orders);
    const shows = await Promise.all([this.#storage.livestreams.byIds(ids), this.#storage.deletedShows.byIds(ids)]);
    return new Map(shows.flat().map(({ _id, title }) => [_id, title]));
  }
}

const showsOf = (orders: OrderRecord[]): string[] => [...new Set(orders.flatMap(({ streamId }) => streamId ?? []))];
