import type { LiveRoom, RoomSnapshot } from '@vitrine/client';
import type { Ban, HeldMessage, Report } from '@vitrine/protocol';
import { codeOf } from '@vitrine/web-kit';
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
  /** Who is silenced in this show or put out of it, whoever did it; also those whose time has run out since. */
  restricted: Readonly<Ref<readonly Ban[]>>;
  failed: Readonly<Ref<boolean>>;
  /** What is being decided: a message, a report, a question, a ban. */
  busy: Readonly<Ref<string | undefined>>;
  load: () => Promise<void>;
  spoken: (offset: number | undefined) => Spoken | undefined;
  remove: (offset: number) => Promise<void>;
  /** null takes it down. */
  pin: (offset: number | null) => Promise<void>;
  silence: (who: Spoken) => Promise<void>;
  ban: (who: Spoken) => Promise<void>;
  lift: (ban: Ban) => Promise<void>;
  /** @returns whether it was announced */
  announce: (message: string) => Promise<boolean>;
  decide: (held: HeldMessage, approve: boolean) => Promise<void>;
  closeReport: (report: Report, isRight: boolean) => Promise<void>;
  /** null: it was answered aloud. @returns whether it was taken */
  answer: (questionId: string, answer: string | null) => Promise<boolean>;
  removeQuestion: (questionId: string) => Promise<void>;
}

/** Another of the staff has decided it a moment before. */
const isSettled = (problem: unknown): boolean => ['not_found', 'conflict'].includes(codeOf(problem) ?? '');

/** @param may whether one keeps order here; others see the questions alone */
export function useModeration(
  streamId: string,
  room: LiveRoom,
  snapshot: Readonly<Ref<RoomSnapshot>>,
  may: Readonly<Ref<boolean>>,
): RoomModeration {
  const held = shallowRef<readonly HeldMessage[]>([]);
  const reports = shallowRef<readonly Report[]>([]);
  const restricted = shallowRef<readonly Ban[]>([]);
  const failed = ref(false);
  const busy = ref<string>();
  let reading: Promise<void> | undefined;
  let isStale = false;

  async function read(): Promise<void> {
    const questions = Promise.all([api.questions(streamId, {}), api.questions(streamId, { state: 'answered' })]);
    try {
      if (may.value) {
        const [waiting, reported, bans] = await Promise.all([
          api.heldMessages(streamId, { limit: PAGE }),
          api.reports({ streamId, state: 'open', limit: PAGE }),
          api.bans({ streamId, limit: PAGE }),
        ]);
        held.value = waiting.items;
        reports.value = reported.items;
        restricted.value = bans.items;
      }
      room.takeQuestions((await questions).flatMap(({ items }) => items));
      failed.value = false;
    } catch {
      failed.value = true;
      await questions.catch(() => undefined);
    }
  }
  /** One reading at a time, so that no older answer takes the place of a newer one; what changes meanwhile is read after it. */
  function load(): Promise<void> {
    isStale = true;
    reading ??= (async () => {
      while (isStale) {
        isStale = false;
        await read();
      }
      reading = undefined;
    })();
    return reading;
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
  /** As `act`, for what two of the staff may decide at the same moment: the one who comes second is told so, and sees what became of it. */
  const settle = (key: string, action: () => Promise<unknown>): Promise<boolean> =>
    act(key, async () => {
      try {
        await action();
      } catch (problem) {
        if (!isSettled(problem)) throw problem;
        toast(text.chat.settled);
        await load();
      }
    });
  const ban = (who: Spoken, minutes: number | null, done: string): Promise<boolean> =>
    act(who.viewerId, () => api.ban({ streamId, subjectId: who.viewerId, name: who.name, minutes }), done);

  // Another moderator, or another viewer, has changed something of it. The numbers may be the same as before: one came as another went.
  watch(
    () => snapshot.value.waiting,
    (waiting) => {
      if (waiting) void load();
    },
  );
  return {
    held,
    reports,
    restricted,
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
    async lift({ _id }) {
      if (await settle(_id, () => api.liftBan(_id))) restricted.value = restricted.value.filter((one) => one._id !== _id);
    },
    announce: (message) => act('announce', () => api.announce(streamId, { message })),
    async decide(message, approve) {
      if (await settle(message._id, () => api.decideHeld(message._id, approve)))
        held.value = held.value.filter(({ _id }) => _id !== message._id);
    },
    async closeReport(report, isRight) {
      const closed = await settle(report._id, async () => {
        if (isRight && report.message) await api.deleteMessage(streamId, report.offset);
        await api.closeReport(report._id, isRight ? 'resolved' : 'dismissed');
      });
      if (closed) reports.value = reports.value.filter(({ _id }) => _id !== report._id);
    },
    answer: (questionId, answer) =>
      settle(questionId, async () => {
        room.takeQuestions([await api.answerQuestion(streamId, questionId, answer)]);
      }),
    async removeQuestion(questionId) {
      await settle(questionId, () => api.removeQuestion(streamId, questionId));
    },
  };
}
