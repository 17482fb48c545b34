import type { ReplayMoment } from '@vitrine/protocol';
import { BLANK_ENTRY, type ChatEntry, type ChatWords } from './chat-entry.ts';

/** What a replay's chat says of itself beside that. */
export interface ReplayWords extends ChatWords {
  asks: (question: string) => string;
}
/** The chat of then, as the chat of a live show is shown. */
export const replayEntries = (moments: readonly ReplayMoment[], words: ReplayWords): ChatEntry[] =>
  moments.map((moment) => entryOf(moment, words));

function entryOf(moment: ReplayMoment, words: ReplayWords): ChatEntry {
  const id = `${moment.type}:${moment.offset}`;
  switch (moment.type) {
    case 'chat_message': {
      const { username, message, isAdmin, role, timestamp } = moment.message;
      return { ...BLANK_ENTRY, id, kind: 'message', name: username, text: message, staff: isAdmin, ...(role && { role }), at: timestamp };
    }
    case 'announcement':
      return { ...BLANK_ENTRY, id, kind: 'announcement', text: moment.message };
    case 'question_asked':
      return { ...BLANK_ENTRY, id, kind: 'message', name: moment.username, text: words.asks(moment.text) };
    case 'order_placed':
      return { ...BLANK_ENTRY, id, kind: 'bought', text: words.bought(moment.lines.map(({ title }) => title).join(', ')) };
  }
}
