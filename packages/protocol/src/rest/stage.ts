import { z } from 'zod';
import { Role } from '../entities/account.ts';
import { Guest } from '../entities/video.ts';
import { LIMITS } from '../limits.ts';
import { Id } from '../primitives.ts';

/** Whom the host asks on stage: somebody with an account. */
export const StageInput = z.strictObject({ userId: Id });
export type StageInput = z.output<typeof StageInput>;
export const GuestPatch = z.strictObject({ muted: z.boolean() });
export type GuestPatch = z.output<typeof GuestPatch>;
/** All who are on stage beside the host, or asked to come, after what was done. */
export const StageAnswer = z.object({ guests: z.array(Guest) });
export type StageAnswer = z.infer<typeof StageAnswer>;

export const AudienceQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(LIMITS.pageSize).default(50) });
export type AudienceQuery = z.output<typeof AudienceQuery>;
/** Who is watching and has a name. Those with an account can be asked on stage. */
export const AudienceMember = z.object({ _id: Id, name: z.string(), role: Role });
export type AudienceMember = z.infer<typeof AudienceMember>;
/** Who came last first. */
export const AudienceList = z.object({ items: z.array(AudienceMember) });
export type AudienceList = z.infer<typeof AudienceList>;
