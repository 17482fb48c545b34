import { z } from 'zod';
import { DisplayName, Email, Id } from '../primitives.ts';

/** What an account may do. `guest` has a display name and no account; `viewer` has neither, only a signed viewer token. */
export const Role = z.enum(['admin', 'host', 'moderator', 'customer', 'guest', 'viewer']);
export type Role = z.infer<typeof Role>;

/** Who is speaking, as the session tells it. */
export const Account = z.object({ _id: Id, role: Role, name: DisplayName, email: Email.optional() });
export type Account = z.infer<typeof Account>;
