import type { AccountRole, UserRecord, UserStore } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';

/**
 * Gives an account another role, and never leaves the shop without an admin. Two admins who take the role from each other at once both
 * look after they have written: whoever finds nobody left takes it back, and no interleaving leaves none.
 */
export async function changeRole(users: UserStore, user: UserRecord, role: AccountRole): Promise<UserRecord | null> {
  const takesAdmin = user.role === 'admin' && role !== 'admin';
  if (takesAdmin && (await users.list({ roles: ['admin'], limit: 2 })).items.length < 2) throw lastAdmin();
  const changed = await users.change(user._id, { role });
  if (takesAdmin && (await users.list({ roles: ['admin'], limit: 1 })).items.length === 0) {
    await users.change(user._id, { role: 'admin' });
    throw lastAdmin();
  }
  return changed;
}

const lastAdmin = (): DomainError => new DomainError('last_admin', 'The shop needs an admin: make somebody else one first.');
