import type { RoomMessage, RoomSnapshot } from '@vitrine/client';

/** A line of the chat as it is shown. */
export interface ChatEntry {
  /** Stable from the optimistic line to the confirmed one. */
  id: string;
  kind: 'message' | 'bought' | 'announcement';
  name: string;
  text: string;
  isMine: boolean;
  /** The shop speaks. */
  isStaff: boolean;
  state: 'sent' | 'sending' | 'held' | 'failed';
  /** Its place in the timeline, and who said it: for moderation. */
  offset?: number;
  viewerId?: string;
}
type Posted = Extract<RoomMessage, { state: 'posted' }>['message'];
const BLANK = { kind: 'message', name: '', text: '', isMine: false, isStaff: false, state: 'sent' } as const;

/** Messages, purchases and the announcement in the timeline's order, then one's own that are under way; the last `most` of them. */
export function chatEntries(
  { messages, orders, announcement, self }: Pick<RoomSnapshot, 'messages' | 'orders' | 'announcement' | 'self'>,
  bought: (titles: string) => string,
  most: number,
): ChatEntry[] {
  const placed: { offset: number; entry: ChatEntry }[] = [];
  const underWay: ChatEntry[] = [];
  for (const line of messages) {
    if (line.state === 'posted') placed.push({ offset: line.message.offset, entry: posted(line.message, self?.viewerId) });
    else underWay.push({ ...BLANK, id: line.id, name: self?.name ?? '', text: line.text, isMine: true, state: line.state });
  }
  for (const { key, offset, lines } of orders)
    placed.push({ offset, entry: { ...BLANK, id: key, kind: 'bought', text: bought(lines.map(({ title }) => title).join(', ')) } });
  if (announcement) {
    const { offset, message } = announcement;
    placed.push({ offset, entry: { ...BLANK, id: `announcement:${offset}`, kind: 'announcement', text: message } });
  }
  placed.sort((one, other) => one.offset - other.offset);
  return [...placed.map(({ entry }) => entry), ...underWay].slice(-most);
}

function posted({ key, offset, viewerId, username, message, isAdmin }: Posted, self: string | undefined): ChatEntry {
  const isMine = viewerId === self;
  // `<viewerId>:<commandId>`: one's own line keeps the id that it had while it was under way.
  const id = isMine ? key.slice(key.indexOf(':') + 1) : key;
  return { ...BLANK, id, name: username, text: message, isMine, isStaff: isAdmin, offset, viewerId };
}
