import type { Question, ServerEvent } from '@vitrine/protocol';
import { QuestionList } from './questions.ts';
import type { RoomSnapshot } from './types.ts';

type Ruled = Pick<RoomSnapshot, 'pinnedMessage' | 'settings' | 'restriction' | 'questions' | 'waiting'>;

/** What a room knows beside its chat: the rules of the show, what keeps us from writing, the pinned message, questions, what waits for the staff. */
export class RoomRules {
  readonly #questions = new QuestionList();
  readonly #show: (changes: Partial<Ruled>) => void;
  #pinned: RoomSnapshot['pinnedMessage'] = null;
  /** Up to where the greeting's state goes: what is told again from before does not replace it. */
  #pinnedOffset = 0;
  #settingsOffset = 0;

  constructor(show: (changes: Partial<Ruled>) => void) {
    this.#show = show;
  }

  /** A new registration: what it says of the present comes anew. A restriction that is over is not told. */
  registered(): void {
    this.#pinnedOffset = 0;
    this.#settingsOffset = 0;
    this.#show({ restriction: null });
  }
  /** Another epoch: entries of before are not those of now. */
  reset(): void {
    this.#questions.clear();
    this.#show({ questions: [] });
  }
  takeQuestions(questions: readonly Question[]): void {
    this.#questions.take(questions);
    this.#showQuestions();
  }

  hear(event: ServerEvent): void {
    switch (event.type) {
      case 'message_pinned':
        if (event.data.offset < this.#pinnedOffset) return;
        this.#pinnedOffset = event.data.offset;
        this.#pin(event.data.message);
        return;
      case 'message_deleted':
        if (this.#pinned?.offset === event.data.deletedOffset) this.#pin(null);
        return;
      case 'settings_updated':
        if (event.data.offset < this.#settingsOffset) return;
        this.#settingsOffset = event.data.offset;
        this.#show({ settings: event.data.settings });
        return;
      case 'chat_restricted': {
        const { until, reason } = event.data;
        // A lifted one ended long ago, whatever our clock says.
        const isLifted = until !== null && Date.parse(until) <= 0;
        this.#show({ restriction: isLifted ? null : { until, reason } });
        return;
      }
      case 'moderation_update':
        this.#show({ waiting: { held: event.data.held, reports: event.data.reports, restricted: event.data.restricted } });
        return;
      case 'question_asked':
        this.#questions.ask(event.data);
        this.#showQuestions();
        return;
      case 'question_updated':
        this.#questions.change(event.data.questionId, { upvotes: event.data.upvotes });
        this.#showQuestions();
        return;
      case 'question_answered':
        this.#questions.change(event.data.questionId, { answer: event.data.answer, isOpen: false });
        this.#showQuestions();
        return;
      case 'question_removed':
        this.#questions.remove(event.data.questionId);
        this.#showQuestions();
        return;
      default:
        return;
    }
  }

  #pin(message: RoomSnapshot['pinnedMessage']): void {
    this.#pinned = message;
    this.#show({ pinnedMessage: message });
  }
  #showQuestions(): void {
    this.#show({ questions: this.#questions.list() });
  }
}

/** Whether the rules of the show let somebody of our role write. */
export function mayWrite({ settings, self }: RoomSnapshot): boolean {
  if (!settings || !self || settings.chatMode === 'everyone') return true;
  const isGuest = self.role === 'guest' || self.role === 'viewer';
  return !isGuest && (settings.chatMode === 'accounts' || self.role !== 'customer');
}
