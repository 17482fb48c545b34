import { DomainError } from '../../domain/errors.ts';

/** A place in an ordered list: the sort key and id of the last item given. Opaque to clients. */
export interface Place {
  key: number;
  id: string;
}
export const encodeCursor = (place: Place): string => Buffer.from(JSON.stringify([place.key, place.id])).toString('base64url');

/** @throws DomainError `invalid` when the cursor is none of ours. */
export function decodeCursor(cursor: string): Place {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && typeof parsed[0] === 'number' && typeof parsed[1] === 'string') return { key: parsed[0], id: parsed[1] };
  } catch {
    // Said below, the same for every way to be wrong.
  }
  throw new DomainError('invalid', 'The cursor is not one that this list gave.', {
    fields: [{ path: 'cursor', message: 'unknown cursor' }],
  });
}

/** Cuts a list that was read one longer than the page, and names the place to go on from. */
export function pageOf<T>(items: T[], limit: number, place: (item: T) => Place): { items: T[]; nextCursor?: string } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return items.length > limit && last ? { items: shown, nextCursor: encodeCursor(place(last)) } : { items: shown };
}
