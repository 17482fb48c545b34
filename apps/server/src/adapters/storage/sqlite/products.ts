import type { Variant } from '@vitrine/protocol';
import type { OwedEntry, Page, PageRequest, ProductChanges, ProductRecord, VariantChange } from '../../../ports/storage.ts';
import { changed } from './changed.ts';
import { decodeCursor, likePattern, pageOf } from './cursor.ts';
import type { Row, Value } from './driver.ts';
import type { Prepared } from './prepared.ts';
import { searchable } from './searchable.ts';

type Stored = Omit<ProductRecord, 'variants'>;
const searchableProduct = (product: Stored): string => searchable(product.title, product.description, ...product.tags);
const toVariant = (row: Row): Variant => ({
  id: String(row.id),
  name: String(row.name),
  price: Number(row.price),
  compareAtPrice: row.compare_at_price === null ? null : Number(row.compare_at_price),
  stock: Number(row.stock),
});

export const products = (db: Prepared) => {
  const variantsOf = (productId: string): Variant[] =>
    db
      .all('SELECT id, name, price, compare_at_price, stock FROM variants WHERE product_id = ? ORDER BY position', productId)
      .map(toVariant);
  const complete = (stored: Stored): ProductRecord => ({ ...stored, variants: variantsOf(stored._id) });
  const writeVariants = (productId: string, variants: VariantChange[]): void => {
    const stock = new Map(variantsOf(productId).map((variant) => [variant.id, variant.stock]));
    db.run('DELETE FROM variants WHERE product_id = ?', productId);
    for (const [position, variant] of variants.entries()) {
      db.run(
        'INSERT INTO variants (product_id, id, position, name, price, compare_at_price, stock) VALUES (?, ?, ?, ?, ?, ?, ?)',
        productId,
        variant.id,
        position,
        variant.name,
        variant.price,
        variant.compareAtPrice,
        variant.stock ?? stock.get(variant.id) ?? 0,
      );
    }
  };
  const storedById = (id: string) => db.document<Stored>('SELECT document FROM products WHERE id = ?', id);
  const write = (stored: Stored): Stored => {
    db.run(
      'UPDATE products SET archived = ?, searchable = ?, document = ? WHERE id = ?',
      Number(stored.archived),
      searchableProduct(stored),
      JSON.stringify(stored),
      stored._id,
    );
    return stored;
  };
  const byId = (id: string): ProductRecord | null => {
    const stored = storedById(id);
    return stored && complete(stored);
  };
  return {
    insert({ variants, ...stored }: ProductRecord): void {
      db.run(
        'INSERT INTO products (id, archived, created_at, searchable, document) VALUES (?, ?, ?, ?, ?)',
        stored._id,
        Number(stored.archived),
        stored.createdAt,
        searchableProduct(stored),
        JSON.stringify(stored),
      );
      writeVariants(stored._id, variants);
    },
    byId,
    byIds: (ids: string[]): ProductRecord[] => ids.map(byId).filter((product) => product !== null),
    list(filter: PageRequest & { search?: string; includeArchived: boolean }): Page<ProductRecord> {
      const conditions = ['archived <= ?'];
      const values: Value[] = [Number(filter.includeArchived)];
      if (filter.search) {
        conditions.push("searchable LIKE ? ESCAPE '\\'");
        values.push(likePattern(filter.search));
      }
      if (filter.cursor) {
        const place = decodeCursor(filter.cursor);
        conditions.push('(created_at, id) < (?, ?)');
        values.push(place.key, place.id);
      }
      const found = db.documents<Stored>(
        `SELECT document FROM products WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT ?`,
        ...values,
        filter.limit + 1,
      );
      return pageOf(found.map(complete), filter.limit, (product) => ({ key: product.createdAt, id: product._id }));
    },
    change(id: string, { variants, ...changes }: ProductChanges, owes: OwedEntry[] = []): ProductRecord | null {
      const stored = storedById(id);
      if (!stored) return null;
      const product = write({ ...changed(stored, changes), owed: [...stored.owed, ...owes] });
      if (variants) writeVariants(id, variants);
      return complete(product);
    },
    settle(id: string, key: string): void {
      const stored = storedById(id);
      if (stored) write({ ...stored, owed: stored.owed.filter((entry) => entry.key !== key) });
    },
    owing: (limit: number): ProductRecord[] =>
      db.documents<Stored>('SELECT document FROM products WHERE owing > 0 LIMIT ?', limit).map(complete),
  };
};
