import { Id } from '@vitrine/protocol';
import { z } from 'zod';

/** A message by its place in the show's timeline. */
export const MessageParams = z.strictObject({ id: Id, offset: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
/** A ban, a report or a held message. */
export const ModerationParams = z.strictObject({ id: Id });
