import type { Product } from '@vitrine/protocol';
import type { ProductRecord } from '../../ports/storage.ts';

/** A product as the API gives it; price and stock of the whole are readings of its variants. */
export const productView = ({ owed: _, ...record }: ProductRecord): Product => ({
  ...record,
  price: Math.min(...record.variants.map((variant) => variant.price)),
  stock: record.variants.reduce((sum, variant) => sum + variant.stock, 0),
  createdAt: new Date(record.createdAt).toISOString(),
  updatedAt: new Date(record.updatedAt).toISOString(),
});
