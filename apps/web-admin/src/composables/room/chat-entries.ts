import { type RoomSnapshot, sameEntry } from '@vitrine/client';
import type { ChatEntry } from '@vitrine/web-kit';
import { text } from '../../text/en.ts';

const BOUGHT = { kind: 'bought', name: '', mine: false, staff: false, state: 'sent' } as const;

/** What is said and bought in a show, in the order it happened; one's own lines that are on their way come last. */
export function chatEntries({ messages, orders, self }: Pick<RoomSnapshot, 'messages' | 'orders' | 'self'>): ChatEntry[] {
  const placed: { offset: number; entry: ChatEntry }[] = [];
  const underWay: ChatEntry[] = [];
  const reader = String(self?.viewerId);
  for (const line of messages) {
    if (line.state === 'posted') {
      const { message } = line;
      placed.push({
        offset: message.offset,
        entry: sameEntry(message, reader, () => ({
          id: line.id,
          kind: 'message',
          name: message.username,
          text: message.message,
          mine: message.viewerId === self?.viewerId,
          staff: message.isAdmin,
          ...(message.role && { role: message.role }),
          state: 'sent',
          at: message.timestamp,
          offset: message.offset,
        })),
      });
    } else {
      underWay.push({ id: line.id, kind: 'message', name: self?.name ?? '', text: line.text, mine: true, staff: true, state: line.state });
    }
  }
  for (const order of orders) {
    const titles = order.lines.map((line) => text.orders.line(line.quantity, line.title)).join(', ');
    placed.push({
      offset: order.offset,
      entry: sameEntry(order, reader, () => ({ ...BOUGHT, id: order.key, text: text.chat.bought(titles) })),
    });
  }
  return [...placed.sort((a, b) => a.offset - b.offset).map(({ entry }) => entry), ...underWay];
}

/** How many messages of the last minute there are. */
export function chatRate(messages: RoomSnapshot['messages'], now: number): number {
  return messages.filter((line) => line.state === 'posted' && now - Date.parse(line.message.timestamp) < 60_000).length;
}
