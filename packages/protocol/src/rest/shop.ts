import { z } from 'zod';
import { Order } from '../entities/order.ts';
import { Product } from '../entities/product.ts';
import { PageQuery, page } from '../primitives.ts';

export const ProductQuery = PageQuery.extend({
  search: z.string().trim().max(100).optional(),
  /** Archived products are left out unless asked for; only staff may ask. */
  archived: z.enum(['true', 'false']).optional(),
});
export type ProductQuery = z.output<typeof ProductQuery>;
export const ProductPage = page(Product);
/** `scope=shop` lists every order, for staff; the default is one's own. */
export const OrderQuery = PageQuery.extend({ scope: z.enum(['own', 'shop']).default('own') });
export type OrderQuery = z.output<typeof OrderQuery>;
export const OrderPage = page(Order);
export type OrderPage = z.infer<typeof OrderPage>;
export const Health = z.object({ status: z.literal('ok'), version: z.string() });
