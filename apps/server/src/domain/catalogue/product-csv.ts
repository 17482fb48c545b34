import type { ProductRecord } from '../../ports/storage.ts';
import { csvLine, decimalAmount } from '../csv.ts';

/** The columns of a file of products, one line a variant. A file may leave out what it does not want to say. */
export const PRODUCT_COLUMNS = [
  'id',
  'title',
  'description',
  'tags',
  'images',
  'tax_rate',
  'archived',
  'variant_id',
  'variant',
  'price',
  'compare_at_price',
  'stock',
] as const;
export type ProductColumn = (typeof PRODUCT_COLUMNS)[number];
/** Between the tags, and between the images, of one product. */
export const LIST_SEPARATOR = '|';

export const PRODUCT_HEADER = csvLine(PRODUCT_COLUMNS);
export const productLines = (product: ProductRecord): string =>
  product.variants
    .map((variant) =>
      csvLine([
        product._id,
        product.title,
        product.description,
        product.tags.join(LIST_SEPARATOR),
        product.images.join(LIST_SEPARATOR),
        product.taxRate,
        product.archived ? 'yes' : 'no',
        variant.id,
        variant.name,
        decimalAmount(variant.price, product.currency),
        variant.compareAtPrice === null ? null : decimalAmount(variant.compareAtPrice, product.currency),
        variant.stock,
      ]),
    )
    .join('');
