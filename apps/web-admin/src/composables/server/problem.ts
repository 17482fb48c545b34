import { type ProblemWords, wordsFor } from '@vitrine/web-kit';
import { text } from '../../text/en.ts';

const words: ProblemWords = text.problem;
/** What a form says: what was written is still there. */
export const formWords: ProblemWords = { ...text.problem, unreachable: text.problem.notSaved };
/** What to tell a person about it, in this app's words. */
export const sayProblem = (problem: unknown): string => wordsFor(problem, words);
