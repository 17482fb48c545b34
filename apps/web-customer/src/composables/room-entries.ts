import type { RoomMessage, RoomSnapshot } from '@vitrine/client';
import type { ChatEntry } from '@vitrine/web-kit';
import { text } from '../text/index.ts';

export type SpokenInRoom = Pick<RoomSnapshot, 'messages' | 'orders' | 'announcement' | 'self'>;

/** What the chat shows: messages, purchases and the announcement in the timeline's order, then one's own that are under way. */
export function roomEntries({ messages, orders, announcement, self }: SpokenInRoom): ChatEntry[] {
  const placed: { offset: number; entry: ChatEntry }[] = [];
  const underWay: ChatEntry[] = [];
  for (const line of messages) {
    if (line.state === 'posted') placed.push({ offset: line.message.offset, entry: postedEntry(line.message, self) });
    else underWay.push({ ...blank, id: line.id, name: self?.name ?? '', text: line.text, mine: true, state: line.state });
  }
  for (const order of orders) {
    const titles = order.lines.map((one) => one.title).join(', ');
    placed.push({
      offset: order.offset,
      entry: { ...blank, id: order.key, kind: 'bought', text: text.watch.bought(titles), at: order.timestamp },
    });
  }
  if (announcement)
    placed.push({
      offset: announcement.offset,
      entry: {
        ...blank,
        id: `announcement:${announcement.offset}`,
        kind: 'announcement',
        text: announcement.message,
        at: announcement.timestamp,
      },
    });
  placed.sort((a, b) => a.offset - b.offset);
  return [...placed.map(({ entry }) => entry), ...underWay];
}

const blank = { kind: 'message', name: '', text: '', mine: false, staff: false, state: 'sent' } as const satisfies Partial<ChatEntry>;

function postedEntry(message: Extract<RoomMessage, { state: 'posted' }>['message'], self: SpokenInRoom['self']): ChatEntry {
  const mine = message.viewerId === self?.viewerId;
  return {
    ...blank,
    // `<viewerId>:<commandId>`: one's own line keeps the id it had while it was under way.
    id: mine ? message.key.slice(message.key.indexOf(':') + 1) : message.key,
    name: message.username,
    text: message.message,
    mine,
    mentions: !mine && names(message.message, self?.name),
    staff: message.isAdmin,
    at: message.timestamp,
    offset: message.offset,
  };
}

/** Whether `@name` stands in it as a word of its own, however it is written. */
function names(message: string, name: string | null | undefined): boolean {
  if (!name) return false;
  const said = message.toLocaleLowerCase();
  const wanted = `@${name.toLocaleLowerCase()}`;
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    const [before, after] = [said[at - 1] ?? ' ', said[at + wanted.length] ?? ' '];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
