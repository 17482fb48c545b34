import { ApiError } from '@vitrine/client';
import { ERRORS, type ErrorCode } from '@vitrine/protocol/codes';
import { text } from '../text/en.ts';

/** The stable code of a refused request or command, if it has one; nothing for a lost connection. */
export function codeOf(problem: unknown): ErrorCode | undefined {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return undefined;
  const { code } = problem;
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined;
}

/** What to tell a person about it: our own words for what we know, the server's sentence for the rest. */
export function sayProblem(problem: unknown): string {
  const code = codeOf(problem);
  if (code === undefined) return text.problem.unreachable;
  const known: Partial<Record<ErrorCode, string>> = text.problem.codes;
  return known[code] ?? (problem instanceof Error && problem.message ? problem.message : text.problem.unknown);
}

/** What is wrong with which field of a body, by the field's path; empty when it says nothing about fields. */
export function fieldProblems(problem: unknown): Record<string, string> {
  if (!(problem instanceof ApiError)) return {};
  return Object.fromEntries(problem.fields.map(({ path, message }) => [path.replace(/^body\./, ''), message]));
}
