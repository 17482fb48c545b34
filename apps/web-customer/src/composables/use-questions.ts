import type { RoomQuestion } from '@vitrine/client';
import { type ComputedRef, computed, type Ref, ref } from 'vue';
import { text } from '../text/index.ts';
import { api } from './api.ts';
import type { Room } from './use-room.ts';
import { useToasts } from './use-toasts.ts';

/** What viewers ask the host. */
export interface Questions {
  state: Readonly<Ref<'unread' | 'loading' | 'ready' | 'failed'>>;
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
  const state = ref<'unread' | 'loading' | 'ready' | 'failed'>('unread');
  const { say } = useToasts();

  async function load(): Promise<void> {
    if (state.value === 'loading' || state.value === 'ready') return;
    state.value = 'loading';
    try {
      const [open, answered] = await Promise.all([api.questions(streamId, {}), api.questions(streamId, { state: 'answered' })]);
      room.takeQuestions([...open.items, ...answered.items]);
      state.value = 'ready';
    } catch {
      state.value = 'failed';
    }
  }
  async function send(question: string): Promise<void> {
    try {
      room.takeQuestions([await api.askQuestion(streamId, { id: newId(), text: question, productId: null })]);
    } catch {
      await say(text.watch.askFailed);
    }
  }
  async function setVote(id: string, up: boolean): Promise<void> {
    try {
      room.takeQuestions([await api.voteQuestion(streamId, id, up)]);
    } catch {
      await say(text.watch.likeFailed);
    }
  }
  return {
    state,
    open: computed(() => room.questions.value.filter(({ isOpen }) => isOpen)),
    answered: computed(() => room.questions.value.filter(({ isOpen }) => !isOpen)),
    load,
    ask: (question) => whenNamed(() => void send(question)),
    vote: ({ id, voted }) => whenNamed(() => void setVote(id, !voted)),
  };
}

/** The page's own name for a question; `randomUUID` is there on HTTPS pages alone. */
const newId = (): string => `q-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
