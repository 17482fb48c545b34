import type { Question, ServerEventPayload } from '@vitrine/protocol';
import type { RoomQuestion } from './types.ts';

/** Questions that are kept; the ones with the fewest votes go first. */
const MAX_QUESTIONS = 100;

/** The questions of a show: the list as it was read, and what has happened since. Open ones first, those with the most votes on top. */
export class QuestionList {
  #questions = new Map<string, RoomQuestion>();

  /** The list as REST gives it. What was heard meanwhile and is not in it stays. */
  take(questions: readonly Question[]): void {
    for (const { _id: id, username, text, productId, upvotes, voted, answer, state, createdAt } of questions)
      if (state !== 'removed')
        this.#questions.set(id, {
          ...this.#questions.get(id),
          ...{ id, username, text, productId, upvotes, voted, answer },
          isOpen: state === 'open',
          at: createdAt,
        });
  }
  ask({ questionId, username, text, productId, timestamp, offset }: ServerEventPayload<'question_asked'>): void {
    if (text === '') return;
    const question = { id: questionId, username, text, productId, upvotes: 0, voted: false, answer: null, isOpen: true, at: timestamp };
    // One's own is known from the answer to asking before it is heard.
    this.#questions.set(questionId, { ...question, ...this.#questions.get(questionId), offset });
  }
  change(id: string, changes: Partial<Pick<RoomQuestion, 'upvotes' | 'voted' | 'answer' | 'isOpen'>>): void {
    const known = this.#questions.get(id);
    if (known) this.#questions.set(id, { ...known, ...changes });
  }
  remove(id: string): void {
    this.#questions.delete(id);
  }
  clear(): void {
    this.#questions.clear();
  }
  list(): readonly RoomQuestion[] {
    const sorted = [...this.#questions.values()].sort(
      (one, other) => Number(other.isOpen) - Number(one.isOpen) || other.upvotes - one.upvotes || (one.at < other.at ? -1 : 1),
    );
    for (const { id } of sorted.splice(MAX_QUESTIONS)) this.#questions.delete(id);
    return sorted;
  }
}
