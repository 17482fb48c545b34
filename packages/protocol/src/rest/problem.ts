import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../codes.ts';

/** RFC 9457 problem details with a stable `code`. `errors` names the fields of an `invalid` body, or the lines of a file, with a `code` of their own where it has any. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string().optional(),
  retryAfter: z.number().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
