import {
  type Invitation,
  type InvitationInput,
  LIMITS,
  type NewInvitation,
  type Person,
  type PersonPatch,
  type PersonQuery,
  StaffRole,
} from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { OneTimeTokenRecord, Page, Storage, UserRecord } from '../../ports/storage.ts';
import { type Actor, assertAdmin } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import { derivedId } from '../ids.ts';
import type { Mails } from '../outside/mails.ts';
import type { People } from '../services.ts';
import { invitationMail } from './account-mails.ts';
import { changeRole } from './admins.ts';
import { OneTimeLinks } from './one-time-links.ts';
import type { Sessions } from './sessions.ts';

const ADMINS_ONLY = 'Only an admin may see and change accounts.';

const DAY = 24 * 60 * 60 * 1000;
/** Longer than other links: a colleague reads mail tomorrow. An admin sees it in the list and can take it back. */
const INVITATION_LIFETIME = 3 * DAY;

/** The shop's accounts, for its admins. */
export class PeopleService implements People {
  readonly #storage: Storage;
  readonly #sessions: Sessions;
  readonly #mails: Mails;
  readonly #audit: AuditLog;
  readonly #shop: { readonly name: string };
  readonly #publicUrl: string;
  readonly #links: OneTimeLinks;

  constructor(parts: {
    storage: Storage;
    clock: Clock;
    sessions: Sessions;
    mails: Mails;
    audit: AuditLog;
    shop: { readonly name: string };
    publicUrl: string;
  }) {
    this.#storage = parts.storage;
    this.#sessions = parts.sessions;
    this.#mails = parts.mails;
    this.#audit = parts.audit;
    this.#shop = parts.shop;
    this.#publicUrl = parts.publicUrl;
    this.#links = new OneTimeLinks(parts.storage.oneTimeTokens, parts.clock);
  }

  async list(actor: Actor, { search, role: roles, ...page }: PersonQuery): Promise<Page<Person>> {
    assertAdmin(actor, ADMINS_ONLY);
    const { items, nextCursor } = await this.#storage.users.list({ ...page, ...(search ? { search } : {}), ...(roles ? { roles } : {}) });
    return { items: items.map(personOf), ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  async change(actor: Actor, id: string, { role }: PersonPatch): Promise<Person> {
    assertAdmin(actor, ADMINS_ONLY);
    const user = await this.#storage.users.byId(id);
    if (!user) throw new DomainError('not_found', 'There is no such account.');
    if (user.role === role) return personOf(user);
    const changed = await changeRole(this.#storage.users, user, role);
    if (!changed) throw new DomainError('not_found', 'There is no such account.');
    await this.#sessions.accountChanged(id);
    // What is open was opened with the old rights: it is closed, and they sign in with the new ones.
    await this.#sessions.endAll(id);
    await this.#audit.record(actor, 'people.role', { target: user.name, details: { userId: id, from: user.role, to: role } });
    return personOf(changed);
  }

  async invite(actor: Actor, { email, role }: InvitationInput): Promise<NewInvitation> {
    assertAdmin(actor, ADMINS_ONLY);
    if (await this.#storage.users.byEmail(email))
      throw new DomainError('email_taken', 'This address has an account already: change its role in the list of people.');
    const open = await this.#links.list('invitation', LIMITS.invitations);
    const replaced = open.filter((invitation) => invitation.email === email);
    if (open.length - replaced.length >= LIMITS.invitations)
      throw new DomainError('conflict', 'Too many invitations are open: take some back first.');
    for (const invitation of replaced) await this.#links.withdraw(invitation);
    const { token, record } = await this.#links.issue(
      { purpose: 'invitation', email, role, userId: null, createdBy: actor.id },
      INVITATION_LIFETIME,
    );
    const url = `${this.#publicUrl}/admin/invitation#token=${token}`;
    await this.#mails.send({
      to: email,
      key: `invitation:${record.tokenHash}`,
      ...invitationMail(this.#shop.name, actor.name ?? 'An admin', role, url, INVITATION_LIFETIME / DAY),
    });
    await this.#audit.record(actor, 'people.invite', { target: email, details: { role } });
    return { ...invitationOf(record), url };
  }

  async invitations(actor: Actor): Promise<Invitation[]> {
    assertAdmin(actor, ADMINS_ONLY);
    return (await this.#links.list('invitation', LIMITS.invitations)).map(invitationOf);
  }

  async revokeInvitation(actor: Actor, id: string): Promise<void> {
    assertAdmin(actor, ADMINS_ONLY);
    const open = await this.#links.list('invitation', LIMITS.invitations);
    const invitation = open.find((record) => invitationOf(record)._id === id);
    if (!invitation || !(await this.#links.withdraw(invitation))) throw new DomainError('not_found', 'There is no such invitation.');
    await this.#audit.record(actor, 'people.revoke', { target: invitation.email });
  }
}

const personOf = ({ _id, name, email, role, createdAt }: UserRecord): Person => ({
  _id,
  name,
  email,
  role,
  createdAt: new Date(createdAt).toISOString(),
});
const invitationOf = ({ tokenHash, email, role, createdAt, expiresAt }: OneTimeTokenRecord): Invitation => ({
  _id: derivedId('invitation', tokenHash),
  email,
  role: StaffRole.parse(role),
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
});
