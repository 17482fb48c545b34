import type { RoomSnapshot } from '@vitrine/client';
import { useShop } from '@vitrine/mobile-kit';
import type { LivestreamDetail, Product } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface LineUp {
  /** Everything that can be shown: the show's own line-up first, then the catalogue. */
  products: readonly Product[];
  onScreen: Product | undefined;
  /** When it came to the screen, by this phone's clock; null when that was before one looked. */
  onScreenSince: number | null;
  /** What comes after it, while there is some left. */
  next: Product | undefined;
  /** The product whose pinning is on its way. */
  changing: string | null;
  hasFailed: boolean;
  /** Brings it to the screen; what was there stays behind it. */
  pin: (product: Product) => Promise<void>;
  unpin: () => Promise<void>;
}
/** Orders come in bursts: what is left is read once after them, in ms. */
const SETTLE = 600;

/** What a show presents, with what is left of it. */
export function useLineUp(detail: LivestreamDetail, snapshot: RoomSnapshot): LineUp {
  const { api } = useShop();
  const [catalogue, setCatalogue] = useState<readonly Product[]>([]);
  const [changing, setChanging] = useState<string | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const pinned = snapshot.pins ?? detail.products;
  const { _id: streamId } = detail;

  const { lineup } = snapshot;
  const ordered = useRef(lineup);
  const load = useCallback(async (): Promise<void> => {
    const [own, all] = await Promise.all([api.showProducts(streamId), api.listProducts({ limit: LIMITS.pageSize })]);
    const known = new Set(own.items.map(({ _id }) => _id));
    // Oldest first: a piece that is added during the show moves nobody.
    const others = all.items.filter(({ _id }) => !known.has(_id)).sort((one, other) => one.createdAt.localeCompare(other.createdAt));
    const now = [...own.items, ...others];
    // Another order was given to the line-up: then it is that one, and no longer what was under the fingers.
    const isOrderedAnew = ordered.current !== lineup;
    ordered.current = lineup;
    setCatalogue((before) => (isOrderedAnew ? now : inOrderOf(before, now)));
  }, [api, streamId, lineup]);
  const lastOrder = snapshot.orders.at(-1)?.key;
  useEffect(() => {
    // What could not be read stays as it was; the next order reads it again.
    const timer = setTimeout(() => void load().catch(() => undefined), lastOrder === undefined ? 0 : SETTLE);
    return () => clearTimeout(timer);
  }, [load, lastOrder]);

  const fresh = new Map(pinned.map((product) => [product._id, product]));
  const products = catalogue.map((product) => {
    const heard = fresh.get(product._id);
    return heard && heard.updatedAt >= product.updatedAt ? heard : product;
  });
  async function set(productIds: string[], changed: string): Promise<void> {
    setChanging(changed);
    setFailed(false);
    // The room tells every window of the new pins, this one too.
    await api.setPins(streamId, productIds.slice(0, LIMITS.pins)).catch(() => setFailed(true));
    setChanging(null);
  }
  const seen = useRef<{ id: string | undefined; since: number | null } | null>(null);
  const onScreenId = pinned[0]?._id;
  if (snapshot.pins !== null && (seen.current === null || seen.current.id !== onScreenId))
    seen.current = { id: onScreenId, since: seen.current === null ? null : Date.now() };
  const place = products.findIndex(({ _id }) => _id === onScreenId);
  const next = [...products.slice(place + 1), ...products.slice(0, Math.max(place, 0))].find(({ stock }) => stock > 0);
  const ids = pinned.map(({ _id }) => _id);
  const onScreen = pinned[0];
  return {
    products,
    onScreen,
    onScreenSince: seen.current?.since ?? null,
    next,
    changing,
    hasFailed,
    pin: ({ _id }) => set([_id, ...ids.filter((id) => id !== _id)], _id),
    async unpin() {
      if (onScreen) await set(ids.slice(1), onScreen._id);
    },
  };
}

/** Keeps the order that is under the fingers; what is new comes last. */
function inOrderOf(before: readonly Product[], now: readonly Product[]): Product[] {
  const place = new Map(before.map(({ _id }, index) => [_id, index]));
  return now
    .map((product, index) => ({ product, at: place.get(product._id) ?? before.length + index }))
    .sort((one, other) => one.at - other.at)
    .map(({ product }) => product);
}
