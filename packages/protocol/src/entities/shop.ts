import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { Amount, Currency, ImageUrl, line } from '../primitives.ts';
import { BlockedWords } from './livestream.ts';

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
  taxRates: z.array(TaxRate).min(1).max(20),
  deliveryMethods: z.array(DeliveryMethod).max(20),
  blockedWords: BlockedWords,
  /** Origins of pages that may show a watch page in a frame. */
  embedOrigins: z.array(z.url({ protocol: /^https?$/ })).max(LIMITS.embedOrigins),
  /** Minutes that an unpaid order keeps its stock where payment is by a provider. */
  payWithinMinutes: z.int().min(10).max(1_440),
});
export type ShopSettings = z.output<typeof ShopSettings>;
export const ShopSettingsPatch = ShopSettings.partial();
export type ShopSettingsPatch = z.output<typeof ShopSettingsPatch>;
