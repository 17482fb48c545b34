import { ERRORS, type ErrorCode } from '@vitrine/protocol/codes';

/** The stable code of a refused request or command, if it has one; nothing for a lost connection. */
export function codeOf(problem: unknown): ErrorCode | undefined {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return undefined;
  const { code } = problem;
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined;
}
