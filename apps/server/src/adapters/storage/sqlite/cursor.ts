export { decodeCursor, encodeCursor, pageOf } from '../cursor.ts';

/** A pattern for LIKE that finds the text itself, escaped with a backslash. */
export const likePattern = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
