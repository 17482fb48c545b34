import { z } from 'zod';
import { Account } from '../entities/account.ts';
import { PublicShop } from '../entities/shop.ts';
import { LIMITS } from '../limits.ts';
import { DisplayName, Email, Id, Password, Timestamp } from '../primitives.ts';

/** How the session is kept: `cookie` for browsers, `bearer` for apps, which get the token in the answer. */
export const Transport = z.enum(['cookie', 'bearer']).default('cookie');
/** Of a one-time link, as its fragment had it. */
export const OneTimeToken = z.string().min(1).max(200);
/** A password as it is asked for: whatever rules it was once made under. */
const GivenPassword = z.string().min(1).max(LIMITS.passwordMaxLength);
/** The first admin, made with the one-time token that the first start printed. */
export const SetupInput = z.strictObject({
  token: z.string().max(200),
  name: DisplayName,
  email: Email,
  password: Password,
  transport: Transport,
});
export type SetupInput = z.output<typeof SetupInput>;
export const SignInInput = z.strictObject({ email: Email, password: GivenPassword, transport: Transport });
export type SignInInput = z.output<typeof SignInInput>;
/** `viewerToken` lets a viewer who was only watching keep its identity (its like, its place in the count). */
export const GuestInput = z.strictObject({ name: DisplayName, viewerToken: z.string().max(300).optional(), transport: Transport });
export type GuestInput = z.output<typeof GuestInput>;
/** A guest or a viewer (`viewerToken`) who signs up keeps its identity: its likes, its orders, its place in the count. */
export const SignUpInput = z.strictObject({
  name: DisplayName,
  email: Email,
  password: Password,
  viewerToken: z.string().max(300).optional(),
  transport: Transport,
});
export type SignUpInput = z.output<typeof SignUpInput>;
export const SessionAnswer = z.object({
  account: Account.nullable(),
  /** Only with `transport: bearer`. */
  token: z.string().optional(),
  /** Whether the shop still waits for its first admin. */
  needsSetup: z.boolean(),
  shop: PublicShop.pick({ name: true, currency: true, logoUrl: true }),
});
export type SessionAnswer = z.infer<typeof SessionAnswer>;

/** Where somebody is signed in. */
export const SessionInfo = z.object({
  id: Id,
  /** What the client called itself. */
  userAgent: z.string(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  /** The one that asks. */
  isCurrent: z.boolean(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;
export const SessionList = z.object({ items: z.array(SessionInfo) });
export type SessionList = z.infer<typeof SessionList>;

export const PasswordChange = z.strictObject({ current: GivenPassword, password: Password });
export type PasswordChange = z.output<typeof PasswordChange>;
export const PasswordResetRequest = z.strictObject({ email: Email });
export type PasswordResetRequest = z.output<typeof PasswordResetRequest>;
export const PasswordReset = z.strictObject({ token: OneTimeToken, password: Password, transport: Transport });
export type PasswordReset = z.output<typeof PasswordReset>;
/** A new e-mail address needs the password. */
export const AccountPatch = z.strictObject({ name: DisplayName.optional(), email: Email.optional(), password: GivenPassword.optional() });
export type AccountPatch = z.output<typeof AccountPatch>;
/** An account needs its password; a guest has none. */
export const AccountDeletion = z.strictObject({ password: GivenPassword.optional() });
export type AccountDeletion = z.output<typeof AccountDeletion>;
