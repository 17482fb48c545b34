import { nextTick, type Ref, ref } from 'vue';
import { text } from '../text/en.ts';
import { fieldProblems, sayProblem } from './problem.ts';

export interface Form {
  sending: Ref<boolean>;
  /** What is wrong with which field. */
  fields: Ref<Record<string, string>>;
  /** What is wrong with the whole. */
  problem: Ref<string>;
  submit: () => Promise<void>;
}

/**
 * The life of a form: checked here first, sent once, and what the server refuses told beside its field or above the button.
 * `check` names what is wrong by field; `refused` may say it in better words.
 */
export function useForm(parts: {
  check?: () => Record<string, string | undefined>;
  send: () => Promise<void>;
  refused?: (problem: unknown) => string | undefined;
}): Form {
  const sending = ref(false);
  const fields = ref<Record<string, string>>({});
  const problem = ref('');

  async function submit(): Promise<void> {
    if (sending.value) return;
    problem.value = '';
    fields.value = Object.fromEntries(
      Object.entries(parts.check?.() ?? {}).filter((entry): entry is [string, string] => Boolean(entry[1])),
    );
    if (Object.keys(fields.value).length > 0) return focusFirst();
    sending.value = true;
    try {
      await parts.send();
    } catch (refusal) {
      const said = parts.refused?.(refusal);
      fields.value = said === undefined ? fieldProblems(refusal) : {};
      problem.value = said ?? (Object.keys(fields.value).length > 0 ? text.problem.invalid : sayProblem(refusal));
      await focusFirst();
    } finally {
      sending.value = false;
    }
  }
  async function focusFirst(): Promise<void> {
    await nextTick();
    document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
  return { sending, fields, problem, submit };
}

/** A field's complaint when it is not what it must be. */
export const emailProblem = (email: string): string | undefined =>
  /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : text.account.emailMissing;
export const newPasswordProblem = (password: string, least: number): string | undefined =>
  password.length >= least ? undefined : text.account.passwordShort(least);
