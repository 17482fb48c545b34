import type { RoomSnapshot } from '@vitrine/client';
import type { ChatEntry } from '@vitrine/web-kit';
import { text } from '../text/en.ts';

/** What is said and bought in a show, in the order it happened; one's own lines that are on their way come last. */
export function chatEntries({ messages, orders, self }: Pick<RoomSnapshot, 'messages' | 'orders' | 'self'>): ChatEntry[] {
  const placed: { offset: number; entry: ChatEntry }[] = [];
  const underWay: ChatEntry[] = [];
  for (const line of messages) {
    if (line.state === 'posted') {
      const { message } = line;
      placed.push({
        offset: message.offset,
        entry: {
          id: line.id,
          kind: 'message',
          name: message.username,
          text: message.message,
          mine: message.viewerId === self?.viewerId,
          staff: message.isAdmin,
          state: 'sent',
          at: message.timestamp,
          offset: message.offset,
        },
      });
    } else {
      underWay.push({ id: line.id, kind: 'message', name: self?.name ?? '', text: line.text, mine: true, staff: true, state: line.state });
    }
  }
  for (const order of orders) {
    const titles = order.lines.map((line) => text.orders.line(line.quantity, line.title)).join(', ');
    placed.push({
      offset: order.offset,
      entry: { id: order.key, kind: 'bought', name: '', text: text.chat.bought(titles), mine: false, staff: false, state: 'sent' },
    });
  }
  return [...placed.sort((a, b) => a.offset - b.offset).map(({ entry }) => entry), ...underWay];
}

/** How many messages of the last minute there are. */
export function chatRate(messages: RoomSnapshot['messages'], now: number): number {
  return messages.filter((line) => line.state === 'posted' && now - Date.parse(line.message.timestamp) < 60_000).length;
}
