import { formatClock } from '../clock.ts';
import type { RoomSnapshot } from './types.ts';

const SECOND = 1_000;
const STAFF: ReadonlySet<string> = new Set(['admin', 'host', 'moderator']);

/** What keeps somebody from writing in the chat, and for how long where that passes by itself. */
export type WritingBar =
  | { why: 'silenced' | 'staff_only' | 'accounts_only' }
  /** `seconds`, rounded up. */
  | { why: 'silenced_for' | 'slow_mode'; seconds: number };

/**
 * What keeps one from writing now; null for nothing.
 * @param wroteAt when one has last written, in ms; slow mode counts from there. null: not yet
 */
export function writingBar(
  { settings, restriction, self }: Pick<RoomSnapshot, 'settings' | 'restriction' | 'self'>,
  wroteAt: number | null,
  now: number,
): WritingBar | null {
  const secondsUntil = (time: number): number => Math.max(0, Math.ceil((time - now) / SECOND));
  if (restriction?.until === null) return { why: 'silenced' };
  const silenced = restriction ? secondsUntil(Date.parse(restriction.until)) : 0;
  if (silenced > 0) return { why: 'silenced_for', seconds: silenced };
  if (!settings || STAFF.has(self?.role ?? 'viewer')) return null;
  if (settings.chatMode === 'staff') return { why: 'staff_only' };
  if (settings.chatMode === 'accounts' && self?.role !== 'customer') return { why: 'accounts_only' };
  const slow = wroteAt === null ? 0 : secondsUntil(wroteAt + settings.slowMode * SECOND);
  return slow > 0 ? { why: 'slow_mode', seconds: slow } : null;
}

/** Why one may not write, in the reader's language. */
export interface WritingWords {
  silenced: string;
  silencedFor: (time: string) => string;
  staffOnly: string;
  accountsOnly: string;
  slowMode: (seconds: number) => string;
}
export function sayWritingBar(bar: WritingBar, words: WritingWords): string {
  switch (bar.why) {
    case 'silenced':
      return words.silenced;
    case 'silenced_for':
      return words.silencedFor(formatClock(bar.seconds));
    case 'staff_only':
      return words.staffOnly;
    case 'accounts_only':
      return words.accountsOnly;
    case 'slow_mode':
      return words.slowMode(bar.seconds);
  }
}
