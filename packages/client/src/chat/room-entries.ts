import type { RoomMessage, RoomSnapshot } from '../live-room/types.ts';
import { BLANK_ENTRY, type ChatEntry, type ChatWords } from './chat-entry.ts';

export type SpokenInRoom = Pick<RoomSnapshot, 'messages' | 'orders' | 'announcement' | 'self'>;

/** What the chat shows: messages, purchases and the announcement in the timeline's order, then one's own that are under way. */
export function roomEntries({ messages, orders, announcement, self }: SpokenInRoom, words: ChatWords): ChatEntry[] {
  const placed: { offset: number; entry: ChatEntry }[] = [];
  const underWay: ChatEntry[] = [];
  for (const line of messages) {
    if (line.state === 'posted') placed.push({ offset: line.message.offset, entry: postedEntry(line.message, self) });
    else underWay.push({ ...BLANK_ENTRY, id: line.id, name: self?.name ?? '', text: line.text, mine: true, state: line.state });
  }
  for (const { key, offset, lines, timestamp } of orders) {
    const text = words.bought(lines.map(({ title }) => title).join(', '));
    placed.push({ offset, entry: { ...BLANK_ENTRY, id: key, kind: 'bought', text, at: timestamp } });
  }
  if (announcement) {
    const { offset, message, timestamp } = announcement;
    placed.push({
      offset,
      entry: { ...BLANK_ENTRY, id: `announcement:${offset}`, kind: 'announcement', text: message, at: timestamp },
    });
  }
  placed.sort((one, other) => one.offset - other.offset);
  return [...placed.map(({ entry }) => entry), ...underWay];
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
