import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { Amount, Currency, DisplayName, Email, Id, multiline, Timestamp } from '../primitives.ts';

export const OrderState = z.enum(['placing', 'pending', 'paid', 'fulfilled', 'cancelled', 'abandoned', 'refunded']);
export type OrderState = z.infer<typeof OrderState>;

export const OrderLine = z.object({
  productId: Id,
  variantId: Id,
  title: z.string(),
  variantName: z.string(),
  image: z.string().nullable(),
  unitPrice: Amount,
  quantity: z.int().min(1),
});
export type OrderLine = z.infer<typeof OrderLine>;

export const Contact = z.strictObject({
  name: DisplayName,
  email: Email,
  address: multiline(LIMITS.addressLength).min(1),
});
export type Contact = z.output<typeof Contact>;

export const Order = z.object({
  _id: Id,
  /** The number people say, unique in the shop. */
  number: z.string(),
  streamId: Id.nullable(),
  buyerId: Id,
  contact: Contact,
  lines: z.array(OrderLine).min(1),
  currency: Currency,
  total: z.int().min(0),
  state: OrderState,
  payment: z.object({ provider: z.enum(['manual', 'stripe']) }),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Order = z.infer<typeof Order>;

export const OrderInput = z.strictObject({
  streamId: Id.nullable().default(null),
  contact: Contact,
  lines: z
    .array(
      z.strictObject({
        productId: Id,
        variantId: Id,
        quantity: z.int().min(1).max(LIMITS.orderQuantity),
        /** The price the buyer saw; another at the server is 409 `price_changed`. */
        unitPrice: Amount,
      }),
    )
    .min(1)
    .max(LIMITS.orderLines),
});
export type OrderInput = z.output<typeof OrderInput>;
