import { QuestionBox, type QuestionsRead, type RoomQuestion } from '@vitrine/client';
import { useSnapshot } from '@vitrine/web-kit';
import { type ComputedRef, computed, type Ref } from 'vue';
import { text } from '../../text/index.ts';
import { useToasts } from '../page/use-toasts.ts';
import { api } from '../server/api.ts';
import type { Room } from './use-room.ts';

/** What viewers ask the host. */
export interface Questions {
  state: Readonly<Ref<QuestionsRead>>;
  open: ComputedRef<readonly RoomQuestion[]>;
  answered: ComputedRef<readonly RoomQuestion[]>;
  /** Reads what was asked before one came; once. */
  load: () => Promise<void>;
  ask: (question: string) => void;
  vote: (question: RoomQuestion) => void;
}

/** @param whenNamed does something once the viewer has a name */
export function useQuestions(
  streamId: string,
  room: Pick<Room, 'questions' | 'takeQuestions'>,
  whenNamed: (act: () => void) => void,
): Questions {
  const box = new QuestionBox(api, streamId, room);
  const { say } = useToasts();
  const orSay = (words: string) => (): void => void say(words);
  return {
    state: useSnapshot<QuestionsRead>(box),
    open: computed(() => room.questions.value.filter(({ isOpen }) => isOpen)),
    answered: computed(() => room.questions.value.filter(({ isOpen }) => !isOpen)),
    load: () => box.load(),
    ask: (question) => whenNamed(() => void box.ask(question).catch(orSay(text.watch.askFailed))),
    vote: (question) => whenNamed(() => void box.vote(question).catch(orSay(text.watch.likeFailed))),
  };
}
