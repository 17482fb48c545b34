import type { LineupItem, Product, Variant } from '@vitrine/protocol';
import type { LivestreamRecord, ProductRecord } from '../../ports/storage.ts';
import { isOnAir } from '../livestreams/on-air.ts';
import { productView } from './product-view.ts';

type Show = Pick<LivestreamRecord, 'status' | 'lineup'>;

/** What a show has agreed for its products: in force only while it is on air. */
export const termsOf = (show: Show | undefined): LineupItem[] => (show && isOnAir(show) ? show.lineup : []);

/** A product as the viewers of this show see it: at the show's price and with its limit while it is on air. */
export function productInShow(record: ProductRecord, show: Show | undefined): Product {
  const view = productView(record);
  const item = termsOf(show).find(({ productId }) => productId === record._id);
  if (!item) return view;
  const { showPrice } = item;
  return {
    ...view,
    ...(showPrice === null ? {} : { price: showPrice, variants: view.variants.map((variant) => atPrice(variant, showPrice)) }),
    ...(item.limitPerBuyer === null ? {} : { limitPerBuyer: item.limitPerBuyer }),
  };
}

/** The struck-through price is the higher of the one that was struck through before and the one of every other day. */
function atPrice(variant: Variant, price: number): Variant {
  const usual = Math.max(variant.compareAtPrice ?? 0, variant.price);
  return { ...variant, price, compareAtPrice: usual > price ? usual : null };
}
