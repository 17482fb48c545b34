import type { Variant } from '@vitrine/protocol';
import type { Db } from 'mongodb';
import { DomainError } from '../../../domain/errors.ts';
import type { ProductRecord, ProductStore, VariantChange } from '../../../ports/storage.ts';
import { containing, Documents, type Fields, given, update } from './documents.ts';
import { unlessThere } from './driver-errors.ts';
import { type PoolFields, stockPool, stockPoolId } from './pools.ts';

/** How often a change is tried anew when another was quicker: each time one of them has come through. */
const MAX_TRIES = 200;

/**
 * A variant as its product has it. What is left of it is a document of its own (`stock`), so that a purchase is one update of one document.
 * The stock that was last set, and in which version of the product, is noted here: whoever finds it not carried over carries it over.
 */
interface StoredVariant extends Omit<Variant, 'stock'> {
  setStock: number;
  setAt: number;
}
interface StoredProduct extends Omit<ProductRecord, 'variants'> {
  variants: StoredVariant[];
  version: number;
}

export const products = (db: Db): ProductStore => {
  const table = new Documents<StoredProduct>(db.collection<Fields>('products'), ['createdAt', 'updatedAt']);
  const stock = db.collection<PoolFields>('stock');

  const carryOver = async (productId: string, { id, setStock, setAt }: StoredVariant): Promise<void> => {
    const _id = stockPoolId(productId, id);
    const set = await stock.updateOne({ _id, setAt: { $lt: setAt } }, { $set: { units: setStock, setAt } });
    if (set.matchedCount === 0) await unlessThere(() => stock.insertOne(stockPool(productId, id, setStock, setAt)));
  };
  /** The products with what is left of each variant. */
  const complete = async (stored: StoredProduct[]): Promise<ProductRecord[]> => {
    const wanted = stored.flatMap(({ _id, variants }) => variants.map((variant) => ({ productId: _id, variant })));
    const ids = wanted.map(({ productId, variant }) => stockPoolId(productId, variant.id));
    const read = async () =>
      new Map((await stock.find({ _id: { $in: ids } }, { projection: { units: 1, setAt: 1 } }).toArray()).map((pool) => [pool._id, pool]));
    let pools = ids.length === 0 ? new Map<string, PoolFields>() : await read();
    const stale = wanted.filter(
      ({ productId, variant }) => !((pools.get(stockPoolId(productId, variant.id))?.setAt ?? 0) >= variant.setAt),
    );
    if (stale.length > 0) {
      await Promise.all(stale.map(({ productId, variant }) => carryOver(productId, variant)));
      pools = await read();
    }
    return stored.map(({ variants, version: _version, ...product }) => ({
      ...product,
      variants: variants.map(({ setStock, setAt: _setAt, ...variant }) => ({
        ...variant,
        stock: pools.get(stockPoolId(product._id, variant.id))?.units ?? setStock,
      })),
    }));
  };
  const one = async (stored: StoredProduct | null): Promise<ProductRecord | null> =>
    stored ? ((await complete([stored]))[0] ?? null) : null;
  const nextVariants = (before: StoredVariant[], variants: VariantChange[], version: number): StoredVariant[] =>
    variants.map(({ stock: toSet, ...variant }) => {
      const known = before.find(({ id }) => id === variant.id);
      if (toSet === null && known) return { ...variant, setStock: known.setStock, setAt: known.setAt };
      return { ...variant, setStock: toSet ?? 0, setAt: version };
    });

  return {
    async insert({ variants, ...product }) {
      const stored = { ...product, version: 1, variants: nextVariants([], variants, 1) };
      await table.insert(stored);
      await complete([stored]);
    },
    byId: async (id) => one(await table.byId(id)),
    byIds: async (ids) => complete(await table.byIds(ids)),
    async list({ search, includeArchived, ...page }) {
      const found = await table.page(
        page,
        { field: 'createdAt', key: ({ createdAt }) => createdAt, direction: -1 },
        {
          ...(includeArchived ? {} : { archived: false }),
          ...(search ? { $or: ['title', 'description', 'tags'].map((field) => ({ [field]: containing(search) })) } : {}),
        },
      );
      return { ...found, items: await complete(found.items) };
    },
    async change(id, { variants, ...changes }, owes = []) {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const before = await table.byId(id);
        if (!before) return null;
        const version = before.version + 1;
        const after = await table.collection.findOneAndUpdate(
          { _id: id, version: before.version },
          update({
            $set: {
              ...given(table.fields(changes)),
              ...(variants ? { variants: nextVariants(before.variants, variants, version) } : {}),
              version,
            },
            ...(owes.length > 0 ? { $push: { owed: { $each: owes } } } : {}),
          }),
          { returnDocument: 'after' },
        );
        if (after) return one(table.item(after));
      }
      throw new DomainError('storage_unavailable', 'Too many change this product at once.', { retryAfter: 1 });
    },
    async settle(id, key) {
      await table.collection.updateOne({ _id: id }, update({ $pull: { owed: { key } } }));
    },
    owing: async (limit) => complete(await table.find({ 'owed.key': { $gt: '' } }, { _id: 1 }, limit)),
  };
};
