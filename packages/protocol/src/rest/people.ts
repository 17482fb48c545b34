import { z } from 'zod';
import { AccountRole, Invitation, Person, StaffRole } from '../entities/account.ts';
import { DisplayName, Email, PageQuery, Password, page } from '../primitives.ts';
import { OneTimeToken, Transport } from './auth.ts';

export const PersonQuery = PageQuery.extend({
  /** In name and e-mail address. */
  search: z.string().trim().max(100).optional(),
  /** One role, or several with commas between. */
  role: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(AccountRole).max(AccountRole.options.length))
    .optional(),
});
export type PersonQuery = z.output<typeof PersonQuery>;
/** As a client sends it. */
export type PersonRequest = z.input<typeof PersonQuery>;
export const PersonPage = page(Person);
export const PersonPatch = z.strictObject({ role: AccountRole });
export type PersonPatch = z.output<typeof PersonPatch>;

export const InvitationInput = z.strictObject({ email: Email, role: StaffRole });
export type InvitationInput = z.output<typeof InvitationInput>;
/** `url` is mailed too; it is told this once. */
export const NewInvitation = Invitation.extend({ url: z.string() });
export type NewInvitation = z.infer<typeof NewInvitation>;
export const InvitationList = z.object({ items: z.array(Invitation) });
export type InvitationList = z.infer<typeof InvitationList>;
export const InvitationAcceptance = z.strictObject({ token: OneTimeToken, name: DisplayName, password: Password, transport: Transport });
export type InvitationAcceptance = z.output<typeof InvitationAcceptance>;
