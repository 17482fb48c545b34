import type { ReplayMoment } from '@vitrine/protocol';
import type { ChatEntry } from '@vitrine/web-kit';
import { text } from '../text/index.ts';
import { replayText } from '../text/replay/index.ts';

const blank = { name: '', mine: false, staff: false, state: 'sent' } as const;

/** The chat of then, as the chat of a live show is shown. */
export const replayEntries = (moments: readonly ReplayMoment[]): ChatEntry[] => moments.map(entryOf);

function entryOf(moment: ReplayMoment): ChatEntry {
  const id = `${moment.type}:${moment.offset}`;
  switch (moment.type) {
    case 'chat_message': {
      const { username, message, isAdmin, timestamp } = moment.message;
      return { ...blank, id, kind: 'message', name: username, text: message, staff: isAdmin, at: timestamp };
    }
    case 'announcement':
      return { ...blank, id, kind: 'announcement', text: moment.message };
    case 'question_asked':
      return { ...blank, id, kind: 'message', name: moment.username, text: replayText.asks(moment.text) };
    case 'order_placed':
      return { ...blank, id, kind: 'bought', text: text.watch.bought(moment.lines.map(({ title }) => title).join(', ')) };
  }
}
