import type { Livestream, LivestreamRequest, LivestreamSettings } from '@vitrine/protocol';
import { type LineUpRow, lineUpOf, rowOf } from './line-up-draft.ts';
import { fromLocalField, toLocalField } from './schedule.ts';

/** A show while it is being written. */
export interface ShowDraft {
  title: string;
  description: string;
  /** As the field for a date has it, in local time. */
  starts: string;
  cover: string;
  quality: Livestream['quality'];
  visibility: Livestream['visibility'];
  /** Separated by commas. */
  tags: string;
  rows: readonly LineUpRow[];
  settings: LivestreamSettings;
  /** One to a line. */
  blockedWords: string;
}

/** What the server begins a show with. */
const FIRST_SETTINGS: LivestreamSettings = {
  slowMode: 0,
  chatMode: 'everyone',
  links: 'hold',
  blockedWords: [],
  questions: true,
  recording: true,
};
const parts = (written: string, by: string): string[] =>
  written
    .split(by)
    .map((part) => part.trim())
    .filter(Boolean);

/** What the form starts from: a show, one like another without its date, or a blank. */
export function draftOfShow(show: Livestream | undefined, like: Livestream | undefined): ShowDraft {
  const from = show ?? like;
  const settings = from?.settings ?? FIRST_SETTINGS;
  return {
    title: from?.title ?? '',
    description: from?.description ?? '',
    starts: toLocalField(show?.scheduledFor ?? null),
    cover: from?.thumbnailUrl ?? '',
    quality: from?.quality ?? '720p',
    visibility: from?.visibility ?? 'public',
    tags: (from?.tags ?? []).join(', '),
    rows: (from?.lineup ?? []).map(rowOf),
    settings,
    blockedWords: settings.blockedWords.join('\n'),
  };
}

/** What is sent to make it. */
export function requestOf(draft: ShowDraft): LivestreamRequest {
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    scheduledFor: fromLocalField(draft.starts),
    thumbnailUrl: draft.cover.trim() || null,
    quality: draft.quality,
    visibility: draft.visibility,
    tags: parts(draft.tags, ','),
    lineup: lineUpOf(draft.rows),
    settings: { ...draft.settings, blockedWords: [...new Set(parts(draft.blockedWords, '\n'))] },
  };
}

/** What is sent to change it: only what is written differently now, so that what others have changed meanwhile stays. */
export function changesOf(before: ShowDraft, now: ShowDraft): Partial<LivestreamRequest> {
  const [old, next] = [requestOf(before), requestOf(now)];
  const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);
  const settings = Object.entries(next.settings ?? {}).filter(([name, value]) => differs(value, Object(old.settings)[name]));
  const changed = Object.entries(next).filter(([name, value]) => name !== 'settings' && differs(value, Object(old)[name]));
  return { ...Object.fromEntries(changed), ...(settings.length > 0 && { settings: Object.fromEntries(settings) }) };
}
