import { z } from 'zod';
import { DisplayName, Email, Id, Timestamp } from '../primitives.ts';

/** What an account may do. `guest` has a display name and no account; `viewer` has neither, only a signed viewer token. */
export const Role = z.enum(['admin', 'host', 'moderator', 'customer', 'guest', 'viewer']);
export type Role = z.infer<typeof Role>;
/** The roles that an account can have. */
export const AccountRole = Role.exclude(['guest', 'viewer']);
export type AccountRole = z.infer<typeof AccountRole>;
/** Those who work for the shop. */
export const StaffRole = AccountRole.exclude(['customer']);
export type StaffRole = z.infer<typeof StaffRole>;

/** Who is speaking, as the session tells it. */
export const Account = z.object({ _id: Id, role: Role, name: DisplayName, email: Email.optional() });
export type Account = z.infer<typeof Account>;

/** An account as admins see it. */
export const Person = z.object({ _id: Id, name: z.string(), email: z.string(), role: AccountRole, createdAt: Timestamp });
export type Person = z.infer<typeof Person>;
/** Somebody who may join the staff with the link that was sent. */
export const Invitation = z.object({ _id: Id, email: z.string(), role: StaffRole, createdAt: Timestamp, expiresAt: Timestamp });
export type Invitation = z.infer<typeof Invitation>;
