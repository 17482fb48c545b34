import type { RoomMessage, RoomQuestion, RoomSnapshot } from '../live-room/types.ts';
import { BLANK_ENTRY, type ChatEntry, type ChatWords } from './chat-entry.ts';
import { sameEntry } from './same-entry.ts';

export type SpokenInRoom = Pick<RoomSnapshot, 'messages' | 'orders' | 'announcement' | 'self'>;

/**
 * What the chat shows: messages, purchases, the announcement, and questions where it has a place for them, in the timeline's order;
 * then one's own messages that are under way.
 */
export function roomEntries(
  { messages, orders, announcement, self }: SpokenInRoom,
  words: ChatWords,
  questions: readonly RoomQuestion[] = [],
): ChatEntry[] {
  const placed: { offset: number; entry: ChatEntry }[] = [];
  const underWay: ChatEntry[] = [];
  const reader = `${self?.viewerId} ${self?.name}`;
  for (const line of messages) {
    if (line.state === 'posted') {
      const { message } = line;
      placed.push({ offset: message.offset, entry: sameEntry(message, reader, () => postedEntry(message, self)) });
    } else underWay.push(sameEntry(line, reader, () => ownEntry(line, self)));
  }
  for (const order of orders) {
    const titles = order.lines.map((line) => words.piece?.(line) ?? line.title).join(', ');
    const entry = { ...BLANK_ENTRY, id: order.key, kind: 'bought', at: order.timestamp } as const;
    placed.push({ offset: order.offset, entry: sameEntry(order, reader, () => ({ ...entry, text: words.bought(titles) })) });
  }
  if (announcement) {
    const { offset, message, timestamp } = announcement;
    const entry = { ...BLANK_ENTRY, id: `announcement:${offset}`, kind: 'announcement', text: message, at: timestamp } as const;
    placed.push({ offset, entry: sameEntry(announcement, reader, () => entry) });
  }
  for (const question of questions) {
    const { id, username: name, text, at, offset } = question;
    if (offset === undefined) continue;
    const entry = { ...BLANK_ENTRY, id: `question:${id}`, kind: 'question', name, text, at, question } as const;
    placed.push({ offset, entry: sameEntry(question, reader, () => entry) });
  }
  placed.sort((one, other) => one.offset - other.offset);
  return [...placed.map(({ entry }) => entry), ...underWay];
}

const isStaff = (self: SpokenInRoom['self']): boolean => self !== null && ['moderator', 'host', 'admin'].includes(self.role);
function ownEntry({ id, text, state }: Exclude<RoomMessage, { state: 'posted' }>, self: SpokenInRoom['self']): ChatEntry {
  return { ...BLANK_ENTRY, id, name: self?.name ?? '', text, mine: true, staff: isStaff(self), state };
}
function postedEntry(message: Extract<RoomMessage, { state: 'posted' }>['message'], self: SpokenInRoom['self']): ChatEntry {
  const mine = message.viewerId === self?.viewerId;
  return {
    ...BLANK_ENTRY,
    // `<viewerId>:<commandId>`: one's own line keeps the id it had while it was under way.
    id: mine ? message.key.slice(message.key.indexOf(':') + 1) : message.key,
    name: message.username,
    text: message.message,
    mine,
    mentions: !mine && isNamed(message.message, self?.name),
    staff: message.isAdmin,
    ...(message.role && { role: message.role }),
    at: message.timestamp,
    offset: message.offset,
    viewerId: message.viewerId,
  };
}

/** Whether `@name` stands in it as a word of its own, however it is written. */
function isNamed(message: string, name: string | null | undefined): boolean {
  if (!name) return false;
  const said = message.toLocaleLowerCase();
  const wanted = `@${name.toLocaleLowerCase()}`;
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    const [before, after] = [said[at - 1] ?? ' ', said[at + wanted.length] ?? ' '];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
