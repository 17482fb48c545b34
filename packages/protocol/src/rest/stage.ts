import { z } from 'zod';
import { Guest } from '../entities/video.ts';
import { Id } from '../primitives.ts';

/** Whom the host asks on stage: somebody with an account. */
export const StageInput = z.strictObject({ userId: Id });
export type StageInput = z.output<typeof StageInput>;
export const GuestPatch = z.strictObject({ muted: z.boolean() });
export type GuestPatch = z.output<typeof GuestPatch>;
/** All who are on stage beside the host, or asked to come, after what was done. */
export const StageAnswer = z.object({ guests: z.array(Guest) });
export type StageAnswer = z.infer<typeof StageAnswer>;
