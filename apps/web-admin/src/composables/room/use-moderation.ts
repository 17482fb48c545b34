import type { LiveRoom, RoomSnapshot } from '@vitrine/client';
import type { HeldMessage, Report } from '@vitrine/protocol';
import { toast } from '@vitrine/web-kit/toast';
import { type Ref, ref, shallowRef, watch } from 'vue';
import { text } from '../../text/en.ts';
import { api } from '../server/api.ts';
import { sayProblem } from '../server/problem.ts';

const PAGE = 50;
/** What `Silence` means. */
export const TIMEOUT_MINUTES = 10;

/** Who wrote what, as the moderator's menu needs it. */
export interface Spoken {
  offset: number;
  viewerId: string;
  name: string;
}
/** What keeps the chat of a show in order. Everything shows by the room's own news; here only what went wrong is said. */
export interface RoomModeration {
  /** Messages that wait, oldest first. */
  held: Readonly<Ref<readonly HeldMessage[]>>;
  reports: Readonly<Ref<readonly Report[]>>;
  failed: Readonly<Ref<boolean>>;
  /** What is being decided: a message, a report, a question. */
  busy: Readonly<Ref<string | undefined>>;
  load: () => Promise<void>;
  spoken: (offset: number | undefined) => Spoken | undefined;
  remove: (offset: number) => Promise<void>;
  /** null takes it down. */
  pin: (offset: number | null) => Promise<void>;
  silence: (who: Spoken) => Promise<void>;
  ban: (who: Spoken) => Promise<void>;
  /** @returns whether it was announced */
  announce: (message: string) => Promise<boolean>;
  decide: (held: HeldMessage, approve: boolean) => Promise<void>;
  closeReport: (report: Report, isRight: boolean) => Promise<void>;
  /** null: it was answered aloud. @returns whether it was taken */
  answer: (questionId: string, answer: string | null) => Promise<boolean>;
  removeQuestion: (questionId: string) => Promise<void>;
}

export function useModeration(streamId: string, room: LiveRoom, snapshot: Readonly<Ref<RoomSnapshot>>): RoomModeration {
  const held = shallowRef<readonly HeldMessage[]>([]);
  const reports = shallowRef<readonly Report[]>([]);
  const failed = ref(false);
  const busy = ref<string>();

  async function load(): Promise<void> {
    try {
      const [waiting, reported, open, answered] = await Promise.all([
        api.heldMessages(streamId, { limit: PAGE }),
        api.reports({ streamId, state: 'open', limit: PAGE }),
        api.questions(streamId, {}),
        api.questions(streamId, { state: 'answered' }),
      ]);
      held.value = waiting.items;
      reports.value = reported.items;
      room.takeQuestions([...open.items, ...answered.items]);
      failed.value = false;
    } catch {
      failed.value = true;
    }
  }
  async function act(key: string, action: () => Promise<unknown>, done?: string): Promise<boolean> {
    busy.value = key;
    try {
      await action();
      if (done !== undefined) toast(done);
      return true;
    } catch (problem) {
      toast(sayProblem(problem));
      return false;
    } finally {
      busy.value = undefined;
    }
  }
  const ban = (who: Spoken, minutes: number | null, done: string): Promise<boolean> =>
    act(who.viewerId, () => api.ban({ streamId, subjectId: who.viewerId, name: who.name, minutes }), done);

  // Another moderator, or another viewer, has changed what waits: the counts come with the room's news.
  watch(
    () => `${snapshot.value.waiting?.held ?? ''} ${snapshot.value.waiting?.reports ?? ''}`,
    () => {
      if (snapshot.value.waiting) void load();
    },
  );
  return {
    held,
    reports,
    failed,
    busy,
    load,
    spoken(offset) {
      const line = snapshot.value.messages.find((one) => one.state === 'posted' && one.message.offset === offset);
      if (line?.state !== 'posted' || offset === undefined) return undefined;
      return { offset, viewerId: line.message.viewerId, name: line.message.username };
    },
    async remove(offset) {
      await act(`message:${offset}`, () => api.deleteMessage(streamId, offset));
    },
    async pin(offset) {
      await act('pin', () => api.pinMessage(streamId, offset));
    },
    async silence(who) {
      await ban(who, TIMEOUT_MINUTES, text.chat.silenced(who.name, TIMEOUT_MINUTES));
    },
    async ban(who) {
      await ban(who, null, text.chat.banned(who.name));
    },
    announce: (message) => act('announce', () => api.announce(streamId, { message })),
    async decide(message, approve) {
      if (await act(message._id, () => api.decideHeld(message._id, approve)))
        held.value = held.value.filter(({ _id }) => _id !== message._id);
    },
    async closeReport(report, isRight) {
      const closed = await act(report._id, async () => {
        if (isRight && report.message) await api.deleteMessage(streamId, report.offset);
        await api.closeReport(report._id, isRight ? 'resolved' : 'dismissed');
      });
      if (closed) reports.value = reports.value.filter(({ _id }) => _id !== report._id);
    },
    answer: (questionId, answer) =>
      act(questionId, async () => {
        room.takeQuestions([await api.answerQuestion(streamId, questionId, answer)]);
      }),
    async removeQuestion(questionId) {
      await act(questionId, () => api.removeQuestion(streamId, questionId));
    },
  };
}
