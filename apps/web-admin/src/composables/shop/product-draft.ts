import type { Product, ProductRequest } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { text } from '../../text/en.ts';

/** A variant as it is being written. */
export interface VariantDraft {
  /** Tells rows apart while they are moved and taken out. */
  key: number;
  id?: string;
  name: string;
  price: number | null;
  priceInvalid: boolean;
  compareAt: number | null;
  compareAtInvalid: boolean;
  stock: string;
}
export interface ProductDraft {
  title: string;
  description: string;
  pictures: readonly string[];
  /** Separated by commas. */
  tags: string;
  /** Empty: the shop's first. */
  taxRate: string;
  archived: boolean;
  variants: VariantDraft[];
}

let keys = 0;
export function newVariant(): VariantDraft {
  keys += 1;
  return { key: keys, name: '', price: null, priceInvalid: false, compareAt: null, compareAtInvalid: false, stock: '' };
}
/** What the form starts from: a product, or a blank with one variant. */
export function draftOf(product: Product | undefined): ProductDraft {
  return {
    title: product?.title ?? '',
    description: product?.description ?? '',
    pictures: product?.images ?? [],
    tags: (product?.tags ?? []).join(', '),
    taxRate: product?.taxRate ?? '',
    archived: product?.archived ?? false,
    variants: product
      ? product.variants.map((variant) => ({
          ...newVariant(),
          id: variant.id,
          name: variant.name,
          price: variant.price,
          compareAt: variant.compareAtPrice,
          stock: String(variant.stock),
        }))
      : [newVariant()],
  };
}

const stockOf = (written: string): number | undefined => {
  const stock = /^\d{1,7}$/.test(written.trim()) ? Number(written) : Number.NaN;
  return stock <= LIMITS.stock ? stock : undefined;
};

/** What is wrong with it, by field (`title`, `variants.0.price`); nothing when it can be sent. */
export function draftProblems(draft: ProductDraft): Record<string, string> {
  const found: Record<string, string> = {};
  if (!draft.title.trim()) found.title = text.productForm.titleMissing;
  draft.variants.forEach((variant, at) => {
    const own = `variants.${at}`;
    if (variant.priceInvalid) found[`${own}.price`] = text.productForm.amountBad;
    else if (variant.price === null) found[`${own}.price`] = text.productForm.priceMissing;
    if (variant.compareAtInvalid) found[`${own}.compareAtPrice`] = text.productForm.amountBad;
    if (variant.compareAt !== null && variant.price !== null && variant.compareAt <= variant.price)
      found[`${own}.compareAtPrice`] = text.productForm.compareAtLow;
    if (stockOf(variant.stock) === undefined) found[`${own}.stock`] = text.productForm.stockBad;
  });
  return found;
}
/** What is sent. */
export function inputOf(draft: ProductDraft): ProductRequest {
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    images: [...draft.pictures],
    tags: draft.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    taxRate: draft.taxRate || null,
    variants: draft.variants.map((variant) => ({
      ...(variant.id ? { id: variant.id } : {}),
      name: variant.name.trim(),
      price: variant.price ?? 0,
      compareAtPrice: variant.compareAt,
      stock: stockOf(variant.stock) ?? 0,
    })),
  };
}
