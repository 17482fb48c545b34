import { Id } from '@vitrine/protocol';
import { z } from 'zod';

/** A guest of a show; `me` is who asks. */
export const GuestParams = z.strictObject({ id: Id, userId: z.union([Id, z.literal('me')]) });
