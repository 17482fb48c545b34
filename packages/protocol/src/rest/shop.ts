import { z } from 'zod';
import { Order, OrderState } from '../entities/order.ts';
import { Product } from '../entities/product.ts';
import { LIMITS } from '../limits.ts';
import { Id, PageQuery, page, Timestamp } from '../primitives.ts';

export const ProductQuery = PageQuery.extend({
  search: z.string().trim().max(100).optional(),
  /** Archived products are left out unless asked for; only staff may ask. */
  archived: z.enum(['true', 'false']).optional(),
});
export type ProductQuery = z.output<typeof ProductQuery>;
export const ProductPage = page(Product);
/** Orders that were never placed are never listed. */
const ListedState = OrderState.exclude(['placing', 'abandoned']);
const orderFilter = {
  streamId: Id.optional(),
  /** One state, or several with commas between. */
  state: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(ListedState).max(ListedState.options.length))
    .optional(),
  /** In number, name or e-mail address. */
  search: z.string().trim().max(100).optional(),
  /** Placed at this instant or later. */
  from: Timestamp.optional(),
  /** Placed before this instant. */
  to: Timestamp.optional(),
};
/** `scope=shop` lists every order, for admins, and for a host those of one of its shows (`streamId`); the default is one's own. */
export const OrderQuery = PageQuery.extend({ scope: z.enum(['own', 'shop']).default('own'), ...orderFilter });
export type OrderQuery = z.output<typeof OrderQuery>;
export const OrderExportQuery = z.strictObject(orderFilter);
export type OrderExportQuery = z.output<typeof OrderExportQuery>;
/** What is to become of the order: `cancelled` is the buyer's choice too while it is unpaid, the rest is the staff's. */
export const OrderPatch = z.strictObject({ state: z.enum(['paid', 'fulfilled', 'cancelled', 'refunded']) });
export type OrderPatch = z.output<typeof OrderPatch>;
export const OrderPage = page(Order);
export type OrderPage = z.infer<typeof OrderPage>;
export const Health = z.object({ status: z.literal('ok'), version: z.string() });

/** What an import of products did. */
export const ProductImport = z.object({ created: z.int().min(0), updated: z.int().min(0), unchanged: z.int().min(0) });
export type ProductImport = z.infer<typeof ProductImport>;
export const UploadedImage = z.object({
  /** A path on this server, as products, shows and the shop take it. */
  url: z.string().max(LIMITS.urlLength),
  width: z.int().min(1),
  height: z.int().min(1),
  bytes: z.int().min(1),
});
export type UploadedImage = z.infer<typeof UploadedImage>;
/** `nodes` is `apart` while the servers of a shop don't hear each other: everything still arrives, but later. */
export const Readiness = Health.extend({ nodes: z.enum(['connected', 'apart']) });
