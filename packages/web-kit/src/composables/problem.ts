import { ApiError } from '@vitrine/client';
import { ERRORS, type ErrorCode } from '@vitrine/protocol/codes';

/** An app's own words for what can go wrong. */
export interface ProblemWords {
  /** No answer came. */
  unreachable: string;
  unknown: string;
  /** The fields that are wrong have been marked. */
  invalid: string;
  codes: Partial<Record<ErrorCode, string>>;
}

/** The stable code of a refused request or command, if it has one; nothing for a lost connection. */
export function codeOf(problem: unknown): ErrorCode | undefined {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return undefined;
  const { code } = problem;
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined;
}

/** What to tell a person about it: the app's words for what it knows, the server's sentence for the rest. */
export function wordsFor(problem: unknown, words: ProblemWords): string {
  const code = codeOf(problem);
  if (code === undefined) return words.unreachable;
  return words.codes[code] ?? (problem instanceof Error && problem.message ? problem.message : words.unknown);
}

/** What is wrong with which field of a body, by the field's path (`variants.0.price`); empty when it says nothing about fields. */
export function fieldProblems(problem: unknown): Record<string, string> {
  if (!(problem instanceof ApiError)) return {};
  // The path may name the part of the request first: `body.title`.
  return Object.fromEntries(problem.fields.map(({ path, message }) => [path.replace(/^body\./, ''), message]));
}
