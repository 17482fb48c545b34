import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** An ObjectId as 24 lower-case hex digits, on every store. */
export const Id = z.string().regex(/^[0-9a-f]{24}$/, 'must be 24 hex digits');
/** An instant, ISO 8601 in UTC with milliseconds. */
export const Timestamp = z.iso.datetime();
/** An amount of money in minor units (cents). */
export const Amount = z.int().min(0).max(LIMITS.price);
/** ISO 4217, upper case. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code');
/** A position in a timeline; entries start at 1, 0 is before the first. */
export const Offset = z.int().min(0);

// Control characters have no place in names and messages; line breaks are allowed where `multiline` is used.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const NO_CONTROLS = /^[^\u0000-\u001f\u007f\u2028\u2029]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const NO_CONTROLS_BUT_BREAKS = /^[^\u0000-\u0008\u000b-\u001f\u007f]*$/;
export const line = (max: number) => z.string().trim().min(1).max(max).regex(NO_CONTROLS, 'must not contain control characters');
export const multiline = (max: number) => z.string().trim().max(max).regex(NO_CONTROLS_BUT_BREAKS, 'must not contain control characters');

export const DisplayName = line(LIMITS.displayNameLength);
export const Email = z
  .email()
  .max(LIMITS.emailLength)
  .transform((value) => value.toLowerCase());
export const Password = z.string().min(LIMITS.passwordMinLength).max(LIMITS.passwordMaxLength);
/** A picture: a path on this server, or an https address. */
export const ImageUrl = z
  .string()
  .max(LIMITS.urlLength)
  .regex(/^(\/(?!\/)[^\s\\]*|https:\/\/[^\s\\]+)$/, 'must be a path on this server or an https address');
/** The client's own name for a command; the same id is done once. */
export const CommandId = z.string().regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, _, . or -');
export const IdempotencyKey = z.string().regex(/^[\w.:-]{1,128}$/, 'must be 1 to 128 letters, digits, _, ., : or -');

/** One page of a list. `nextCursor` is absent on the last page; it is opaque. */
export const page = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().optional() });
export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageSize).default(20),
});
export type PageQuery = z.output<typeof PageQuery>;
