import { z } from 'zod';
import { Livestream } from '../entities/livestream.ts';
import { Id } from '../primitives.ts';

/** Whether one will be told when this show starts. */
export const ReminderAnswer = z.object({ streamId: Id, isSet: z.boolean() });
export type ReminderAnswer = z.infer<typeof ReminderAnswer>;
/** The shows that one waits for, newest reminder first. */
export const ReminderList = z.object({ items: z.array(Livestream) });
export type ReminderList = z.infer<typeof ReminderList>;
