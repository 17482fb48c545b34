import type { ChatEntry } from './chat-entry.ts';

/** By what they were made of: gone with it. */
const made = new WeakMap<object, { reader: string; entry: ChatEntry }>();

/**
 * What has not changed is the same entry as before, so that a page with hundreds of lines draws the new one alone. `reader` names what else it
 * depends on.
 */
export function sameEntry(source: object, reader: string, make: () => ChatEntry): ChatEntry {
  const before = made.get(source);
  if (before?.reader === reader) return before.entry;
  const entry = make();
  made.set(source, { reader, entry });
  return entry;
}
