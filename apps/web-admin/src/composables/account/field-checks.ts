import { text } from '../../text/en.ts';

/** What is wrong with an e-mail address, or nothing. */
export const emailProblem = (email: string): string | undefined =>
  /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : text.setup.emailMissing;
/** What is wrong with a password that is to be new, or nothing. */
export const newPasswordProblem = (password: string, least: number): string | undefined =>
  password.length >= least ? undefined : text.setup.passwordShort(least);
