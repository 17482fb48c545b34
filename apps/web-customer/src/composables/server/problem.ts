import { type ProblemWords, wordsFor } from '@vitrine/web-kit';
import { text } from '../../text/index.ts';

const words: ProblemWords = text.problem;
/** What to tell a person about it, in this app's words. */
export const sayProblem = (problem: unknown): string => wordsFor(problem, words);
