import type { ChatWords, RoomSnapshot } from '@vitrine/client';
import { text } from '../../text/en.ts';

/** What the chat of the desk says of itself: of a purchase, how many there were. */
export const chatWords: ChatWords = { bought: text.chat.bought, piece: ({ quantity, title }) => text.orders.line(quantity, title) };

/** How many messages of the last minute there are. */
export function chatRate(messages: RoomSnapshot['messages'], now: number): number {
  return messages.filter((line) => line.state === 'posted' && now - Date.parse(line.message.timestamp) < 60_000).length;
}
