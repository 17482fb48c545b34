import type { Account, AccountDeletion, AccountPatch, PasswordChange, PasswordReset, PasswordResetRequest } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Storage, UserRecord } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { newId, sha256 } from '../ids.ts';
import type { Mails } from '../outside/mails.ts';
import type { Limits, Profiles, SignedIn } from '../services.ts';
import { emailChangedMail, passwordChangedMail, passwordResetMail } from './account-mails.ts';
import { changeRole } from './admins.ts';
import type { Forgetting } from './forgetting.ts';
import { OneTimeLinks } from './one-time-links.ts';
import { Passwords } from './passwords.ts';
import { accountOf, type Sessions } from './sessions.ts';

const MINUTE = 60_000;
const RESET_LIFETIME = 30 * MINUTE;

/** What people do with their own account. */
export class ProfileService implements Profiles {
  readonly #storage: Storage;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #sessions: Sessions;
  readonly #mails: Mails;
  readonly #forgetting: Forgetting;
  readonly #shop: { readonly name: string };
  readonly #publicUrl: string;
  readonly #passwords = new Passwords();
  readonly #links: OneTimeLinks;

  constructor(parts: {
    storage: Storage;
    limits: Limits;
    clock: Clock;
    sessions: Sessions;
    mails: Mails;
    forgetting: Forgetting;
    shop: { readonly name: string };
    publicUrl: string;
  }) {
    this.#storage = parts.storage;
    this.#limits = parts.limits;
    this.#clock = parts.clock;
    this.#sessions = parts.sessions;
    this.#mails = parts.mails;
    this.#forgetting = parts.forgetting;
    this.#shop = parts.shop;
    this.#publicUrl = parts.publicUrl;
    this.#links = new OneTimeLinks(parts.storage.oneTimeTokens, parts.clock);
  }

  async change(actor: Actor, patch: AccountPatch): Promise<Account> {
    const user = await this.#user(actor);
    const isNewEmail = patch.email !== undefined && patch.email !== user.email;
    if (isNewEmail) await this.#assertPassword(user, patch.password);
    const changed = await this.#storage.users.change(user._id, { name: patch.name, email: patch.email });
    if (!changed) throw gone();
    if (changed.name !== user.name) await this.#sessions.accountChanged(user._id);
    if (isNewEmail) {
      // A link to the old address would give the account to whoever reads there.
      await this.#withdrawResets(user._id);
      await this.#mails.send({
        to: user.email,
        key: `email-changed:${newId(this.#clock)}`,
        ...emailChangedMail(this.#shop.name, changed.email),
      });
    }
    return accountOf(changed);
  }

  async changePassword(actor: Actor, { current, password }: PasswordChange): Promise<void> {
    const user = await this.#user(actor);
    await this.#assertPassword(user, current);
    await this.#setPassword(user, password, actor.sessionHash ?? undefined);
  }

  async requestPasswordReset({ email }: PasswordResetRequest, address: string): Promise<void> {
    await this.#limits.take('passwordReset', `address:${address}`);
    await this.#limits.take('passwordReset', `email:${sha256(email)}`);
    const user = await this.#storage.users.byEmail(email);
    const { token, record } = await this.#links.issue(
      { purpose: 'password_reset', email, role: null, userId: user?._id ?? null, createdBy: null },
      RESET_LIFETIME,
    );
    // As much work either way: nobody learns by the clock who has an account.
    if (!user) {
      await this.#links.withdraw(record);
      return;
    }
    const url = `${this.#page(user)}/reset-password#token=${token}`;
    await this.#mails.send({
      to: user.email,
      key: `password-reset:${record.tokenHash}`,
      ...passwordResetMail(this.#shop.name, url, RESET_LIFETIME / MINUTE),
    });
  }

  async resetPassword({ token, password }: PasswordReset, address: string, userAgent = ''): Promise<SignedIn> {
    await this.#limits.take('signIn', `address:${address}`);
    const link = await this.#links.read(token, 'password_reset');
    const user = link.userId === null ? null : await this.#storage.users.byId(link.userId);
    if (!user) throw new DomainError('bad_credentials', 'This link is not valid, or has been used.');
    await this.#links.use(link);
    await this.#setPassword(user, password);
    return this.#sessions.open(accountOf(user), userAgent);
  }

  async delete(actor: Actor, { password }: AccountDeletion): Promise<void> {
    if (actor.sessionHash === null) throw new DomainError('forbidden', 'There is nothing to delete.');
    const user = actor.role === 'guest' ? null : await this.#user(actor);
    if (user) await this.#assertPassword(user, password);
    await this.#forgetting.assertNothingOpen(actor.id);
    // The last admin can't leave; any other one is none from here on.
    if (user?.role === 'admin') await changeRole(this.#storage.users, user, 'customer');
    await this.#forgetting.forget(actor.id);
    // Last: until here it can be asked for again.
    if (user) {
      await this.#withdrawResets(user._id);
      await this.#storage.users.delete(user._id);
      await this.#sessions.accountChanged(user._id);
    }
    await this.#sessions.endAll(actor.id);
  }

  async #setPassword(user: UserRecord, password: string, keptSession?: string): Promise<void> {
    const passwordHash = await this.#passwords.hash(password);
    if (!(await this.#storage.users.change(user._id, { passwordHash }))) throw gone();
    await this.#withdrawResets(user._id);
    await this.#sessions.endAll(user._id, keptSession);
    await this.#mails.send({
      to: user.email,
      key: `password-changed:${newId(this.#clock)}`,
      ...passwordChangedMail(this.#shop.name, `${this.#page(user)}/forgot-password`),
    });
  }
  /** Links that are still on their way to this account. */
  async #withdrawResets(userId: string): Promise<void> {
    const links = await this.#links.list('password_reset', MAX_RESETS);
    await Promise.all(links.filter((link) => link.userId === userId).map((link) => this.#links.withdraw(link)));
  }
  async #assertPassword(user: UserRecord, password: string | undefined): Promise<void> {
    await this.#limits.take('signIn', `account:${user._id}`);
    if (password === undefined || !(await this.#passwords.isRight(user, password)))
      throw new DomainError('bad_credentials', 'The password is wrong.', { fields: [{ path: 'password', message: 'is wrong' }] });
  }
  async #user(actor: Actor): Promise<UserRecord> {
    if (actor.role === 'guest' || actor.role === 'viewer') throw new DomainError('forbidden', 'Sign up first.');
    const user = await this.#storage.users.byId(actor.id);
    if (!user) throw gone();
    return user;
  }
  /** Staff have the dashboard, customers the portal. */
  #page(user: UserRecord): string {
    return user.role === 'customer' ? this.#publicUrl : `${this.#publicUrl}/admin`;
  }
}

/** Links under way that are looked through: bounded by how many may be asked for in their half hour. */
const MAX_RESETS = 10_000;
const gone = (): DomainError => new DomainError('not_found', 'There is no such account any more.');
