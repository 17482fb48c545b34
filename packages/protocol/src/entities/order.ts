import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { Amount, Currency, DisplayName, Email, Id, multiline, Timestamp } from '../primitives.ts';

export const OrderState = z.enum(['placing', 'pending', 'paid', 'fulfilled', 'cancelled', 'abandoned', 'refunded']);
export type OrderState = z.infer<typeof OrderState>;

export const PaymentProvider = z.enum(['manual', 'stripe']);
export type PaymentProvider = z.infer<typeof PaymentProvider>;

export const OrderLine = z.object({
  productId: Id,
  variantId: Id,
  title: z.string(),
  variantName: z.string(),
  image: z.string().nullable(),
  unitPrice: Amount,
  quantity: z.int().min(1),
  /** Per cent of tax that the price includes. */
  taxPercent: z.number().min(0).max(100),
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
  /** The show it was placed in, where that has been deleted since. */
  deletedShow: z.object({ title: z.string() }).optional(),
  buyerId: Id,
  /** Empty once the buyer's account has been deleted. */
  contact: z.object({ name: z.string(), email: z.string(), address: z.string() }),
  lines: z.array(OrderLine).min(1),
  currency: Currency,
  /** null when the shop has no delivery methods. */
  delivery: z.object({ methodId: z.string(), name: z.string(), price: z.int().min(0) }).nullable(),
  /** Lines and delivery. */
  total: z.int().min(0),
  /** The tax that `total` includes, by rate. */
  taxes: z.array(z.object({ percent: z.number(), amount: z.int().min(0) })),
  state: OrderState,
  payment: z.object({
    provider: PaymentProvider,
    /** Where the buyer pays; null when there is nothing to pay there (any more). */
    url: z.string().nullable(),
  }),
  /** An unpaid order is cancelled then. */
  payBefore: Timestamp.nullable(),
  history: z.array(z.object({ state: OrderState, at: Timestamp })),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Order = z.infer<typeof Order>;

export const OrderInput = z.strictObject({
  streamId: Id.nullable().default(null),
  contact: Contact,
  /** One of the shop's delivery methods; needed when it has any. */
  deliveryMethod: z.string().max(64).optional(),
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
  /** The sum the buyer saw, delivery in it; another at the server is 409 `price_changed`. */
  total: z.int().min(0).optional(),
});
export type OrderInput = z.output<typeof OrderInput>;
