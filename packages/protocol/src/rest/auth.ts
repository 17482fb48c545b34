import { z } from 'zod';
import { Account } from '../entities/account.ts';
import { DisplayName, Email, Password } from '../primitives.ts';

/** How the session is kept: `cookie` for browsers, `bearer` for apps, which get the token in the answer. */
export const Transport = z.enum(['cookie', 'bearer']).default('cookie');
/** The first admin, made with the one-time token that the first start printed. */
export const SetupInput = z.strictObject({
  token: z.string().max(200),
  name: DisplayName,
  email: Email,
  password: Password,
  transport: Transport,
});
export type SetupInput = z.output<typeof SetupInput>;
export const SignInInput = z.strictObject({ email: Email, password: z.string().min(1).max(200), transport: Transport });
export type SignInInput = z.output<typeof SignInInput>;
/** `viewerToken` lets a viewer who was only watching keep its identity (its like, its place in the count). */
export const GuestInput = z.strictObject({ name: DisplayName, viewerToken: z.string().max(300).optional(), transport: Transport });
export type GuestInput = z.output<typeof GuestInput>;
export const SessionAnswer = z.object({
  account: Account.nullable(),
  /** Only with `transport: bearer`. */
  token: z.string().optional(),
  /** Whether the shop still waits for its first admin. */
  needsSetup: z.boolean(),
  shop: z.object({ name: z.string(), currency: z.string() }),
});
export type SessionAnswer = z.infer<typeof SessionAnswer>;
