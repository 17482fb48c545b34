import type { Question } from '@vitrine/protocol';
import { Store } from '../observable.ts';
import type { ViewerApi } from '../rest/api.ts';
import type { RoomQuestion } from './types.ts';

/** How far the questions that were asked before one came have been read. */
export type QuestionsRead = 'unread' | 'loading' | 'ready' | 'failed';

/** Reads, asks and votes for the questions of a show; the room keeps them, with what is heard of them. */
export class QuestionBox extends Store<QuestionsRead> {
  readonly #api: Pick<ViewerApi, 'questions' | 'askQuestion' | 'voteQuestion'>;
  readonly #streamId: string;
  readonly #take: (questions: readonly Question[]) => void;

  constructor(
    api: Pick<ViewerApi, 'questions' | 'askQuestion' | 'voteQuestion'>,
    streamId: string,
    room: { takeQuestions: (questions: readonly Question[]) => void },
  ) {
    super('unread');
    this.#api = api;
    this.#streamId = streamId;
    this.#take = (questions) => room.takeQuestions(questions);
  }

  /** Once; again after it has failed. */
  async load(): Promise<void> {
    const state = this.getSnapshot();
    if (state === 'loading' || state === 'ready') return;
    this.set('loading');
    try {
      const read = (state: 'open' | 'answered') => this.#api.questions(this.#streamId, { state });
      const [open, answered] = await Promise.all([read('open'), read('answered')]);
      this.#take([...open.items, ...answered.items]);
      this.set('ready');
    } catch {
      this.set('failed');
    }
  }
  /** Rejects with what the shop refused it for. */
  async ask(text: string): Promise<void> {
    this.#take([await this.#api.askQuestion(this.#streamId, { id: newId(), text, productId: null })]);
  }
  /** Votes for it, or takes the vote back. Rejects with what the shop refused it for. */
  async vote({ id, voted }: Pick<RoomQuestion, 'id' | 'voted'>): Promise<void> {
    this.#take([await this.#api.voteQuestion(this.#streamId, id, !voted)]);
  }
}

/** One's own name for a question; `randomUUID` is there on HTTPS pages alone. */
const newId = (): string => `q-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
