import { nextTick, type Ref, ref } from 'vue';
import { fieldProblems, type ProblemWords, wordsFor } from './problem.ts';

export interface Form {
  sending: Ref<boolean>;
  /** What is wrong with which field. */
  fields: Ref<Record<string, string>>;
  /** What is wrong with the whole; empty when nothing is. */
  problem: Ref<string>;
  submit: () => Promise<void>;
}

/**
 * The life of a form: checked here first, sent once however often it is pressed, and what the server refuses told beside its field or above
 * the button. `check` names what is wrong by field, `refused` may say a refusal in better words.
 */
export function useForm(parts: {
  words: ProblemWords;
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
    const found = Object.entries(parts.check?.() ?? {}).filter((entry): entry is [string, string] => Boolean(entry[1]));
    fields.value = Object.fromEntries(found);
    if (found.length > 0) return focusFirstProblem();
    sending.value = true;
    try {
      await parts.send();
    } catch (refusal) {
      const said = parts.refused?.(refusal);
      fields.value = said === undefined ? fieldProblems(refusal) : {};
      const isAboutFields = Object.keys(fields.value).length > 0;
      problem.value = said ?? (isAboutFields ? parts.words.invalid : wordsFor(refusal, parts.words));
      if (isAboutFields) await focusFirstProblem();
    } finally {
      sending.value = false;
    }
  }
  return { sending, fields, problem, submit };
}

/** Leads to the first field that is marked, once it is. */
export async function focusFirstProblem(): Promise<void> {
  await nextTick();
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
