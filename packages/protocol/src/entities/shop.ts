import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { Amount, Currency, ImageUrl, line } from '../primitives.ts';
import { BlockedWords } from './livestream.ts';
import { PaymentProvider } from './order.ts';

export const TaxRate = z.strictObject({ name: line(40), percent: z.number().min(0).max(100) });
export type TaxRate = z.output<typeof TaxRate>;
export const DeliveryMethod = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 lower-case letters, digits or -'),
  name: line(60),
  price: Amount,
  /** From this sum of the lines on it costs nothing; null: it always costs. */
  freeFrom: Amount.nullable().default(null),
});
export type DeliveryMethod = z.output<typeof DeliveryMethod>;

const isUnique = (names: string[]): boolean => new Set(names).size === names.length;

/** What the shop's admins settle for all shows and orders. */
export const ShopSettings = z.strictObject({
  name: line(60),
  logoUrl: ImageUrl.nullable(),
  accentColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #c2410c')
    .nullable(),
  currency: Currency,
  /** The first is the one for products that name none. Prices include it. */
  taxRates: z
    .array(TaxRate)
    .min(1)
    .max(20)
    .refine((rates) => isUnique(rates.map(({ name }) => name)), 'names a rate twice'),
  deliveryMethods: z
    .array(DeliveryMethod)
    .max(20)
    .refine((methods) => isUnique(methods.map(({ id }) => id)), 'names a method twice'),
  blockedWords: BlockedWords,
  /** Origins of pages that may show a watch page in a frame. */
  embedOrigins: z.array(z.url({ protocol: /^https?$/ })).max(LIMITS.embedOrigins),
  /** Minutes that an unpaid order keeps its stock where payment is by a provider. */
  payWithinMinutes: z.int().min(10).max(1_440),
});
export type ShopSettings = z.output<typeof ShopSettings>;
export const ShopSettingsPatch = ShopSettings.partial();
export type ShopSettingsPatch = z.output<typeof ShopSettingsPatch>;

/** What everyone may know of the shop. */
export const PublicShop = z.object({
  name: z.string(),
  logoUrl: z.string().nullable(),
  accentColor: z.string().nullable(),
  currency: Currency,
  deliveryMethods: z.array(z.object({ id: z.string(), name: z.string(), price: z.int().min(0), freeFrom: z.int().min(0).nullable() })),
  /** How new orders are paid: to the shop itself, or at once through a provider. */
  payment: PaymentProvider,
});
export type PublicShop = z.infer<typeof PublicShop>;
