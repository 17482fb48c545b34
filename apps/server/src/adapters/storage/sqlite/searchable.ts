import type { OrderRecord, UserRecord } from '../../../ports/storage.ts';

/** What a search looks through, in lower case: SQLite's own LIKE folds ASCII alone. */
export const searchable = (...texts: string[]): string => texts.join('\n').toLowerCase();
export const searchableUser = (user: UserRecord): string => searchable(user.name, user.email);
export const searchableOrder = ({ number, contact }: OrderRecord): string => searchable(number, contact.name, contact.email);
