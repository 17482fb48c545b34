import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { Amount, Currency, Id, ImageUrl, line, multiline, Timestamp } from '../primitives.ts';

/** What is bought: a size or a colour of a product, with its own price and stock. Every product has at least one. */
export const Variant = z.object({
  id: Id,
  /** Empty when the product has only one. */
  name: z.string(),
  price: Amount,
  /** The struck-through price, if there is one. */
  compareAtPrice: Amount.nullable(),
  stock: z.int().min(0),
});
export type Variant = z.infer<typeof Variant>;

export const Product = z.object({
  _id: Id,
  title: z.string(),
  description: z.string(),
  images: z.array(z.string()),
  tags: z.array(z.string()),
  currency: Currency,
  variants: z.array(Variant).min(1),
  /** The name of one of the shop's tax rates; null takes the first. */
  taxRate: z.string().nullable(),
  /** The lowest price of its variants. */
  price: Amount,
  /** The sum over its variants. */
  stock: z.int().min(0),
  archived: z.boolean(),
  /** In a show that is on air: how many units one buyer may have there. */
  limitPerBuyer: z.int().min(1).optional(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Product = z.infer<typeof Product>;

export const VariantInput = z.strictObject({
  /** Given for a variant that is there already; without it a new one is made. */
  id: Id.optional(),
  name: multiline(60).default(''),
  price: Amount,
  compareAtPrice: Amount.nullable().default(null),
  stock: z.int().min(0).max(LIMITS.stock),
});
export type VariantInput = z.output<typeof VariantInput>;

const editable = {
  title: line(LIMITS.titleLength),
  description: multiline(LIMITS.descriptionLength),
  images: z.array(ImageUrl).max(LIMITS.images),
  tags: z.array(line(LIMITS.tagLength)).max(LIMITS.tags),
  variants: z.array(VariantInput).min(1).max(LIMITS.variants),
  taxRate: line(40).nullable(),
};
export const ProductInput = z.strictObject({
  title: editable.title,
  description: editable.description.default(''),
  images: editable.images.default([]),
  tags: editable.tags.default([]),
  variants: editable.variants,
  taxRate: editable.taxRate.default(null),
});
export type ProductInput = z.output<typeof ProductInput>;
/** As a client sends it: what has a default may be left out. */
export type ProductRequest = z.input<typeof ProductInput>;
/** Without `stock`, a variant that is there already keeps what it has: units may be sold meanwhile. */
export const VariantPatch = VariantInput.extend({ stock: VariantInput.shape.stock.optional() }).refine(
  ({ id, stock }) => id !== undefined || stock !== undefined,
  { path: ['stock'], message: 'is needed for a new variant' },
);
export type VariantPatch = z.output<typeof VariantPatch>;
export const ProductPatch = z
  .strictObject({ ...editable, variants: z.array(VariantPatch).min(1).max(LIMITS.variants), archived: z.boolean() })
  .partial();
export type ProductPatch = z.output<typeof ProductPatch>;
