import { type ChatMessage, LIMITS, type Livestream, type LivestreamSettings, type TimelineEntry } from '@vitrine/protocol';
import type { EngagementProjection, LivestreamRecord, Storage } from '../../ports/storage.ts';
import { stageView } from '../stage/guests.ts';

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What is read beside the record to make a view. */
export interface Engagement {
  viewerCount: number;
  totalViewers: number;
  engagementRate: number;
  likes: number;
  likedBy: string[];
  chatMessages: ChatMessage[];
}

/** A livestream as the API gives it. */
export function livestreamView(record: LivestreamRecord, engagement: Engagement, now: number): Livestream {
  const onAir = record.status === 'live' || record.status === 'interrupted';
  const until = record.endTime ?? (onAir ? now : record.startTime);
  return {
    _id: record._id,
    title: record.title,
    description: record.description,
    createdBy: record.createdBy,
    hostName: record.hostName,
    startTime: iso(record.startTime),
    endTime: iso(record.endTime),
    duration: record.startTime === null || until === null ? 0 : Math.max(0, Math.round((until - record.startTime) / 1000)),
    isActive: onAir,
    status: record.status,
    scheduledFor: iso(record.scheduledFor),
    streamUrl: `/watch/${record._id}`,
    thumbnailUrl: record.thumbnailUrl,
    recordingUrl: record.recordingUrl,
    recording: record.recording,
    quality: record.quality,
    visibility: record.visibility,
    ...(record.rehearsal && { rehearsal: true as const }),
    tags: record.tags,
    settings: record.settings,
    peakViewers: Math.max(record.peakViewers, onAir ? engagement.viewerCount : 0),
    lineup: record.lineup,
    pinnedProducts: record.pinnedProducts,
    pinnedMessage: record.pinnedMessage,
    guests: stageView(record),
    // A start without a picture notes when the host begins to count as away.
    hostAwaySince: record.hostAwaySince !== null && record.hostAwaySince <= now ? iso(record.hostAwaySince) : null,
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    ...engagement,
  };
}

/** Viewers need not know which words are blocked. */
export const publicSettings = (settings: LivestreamSettings): LivestreamSettings => ({ ...settings, blockedWords: [] });
/** As viewers are given it. */
export const withoutBlockedWords = <Show extends Pick<Livestream, 'settings'>>(show: Show): Show => ({
  ...show,
  settings: publicSettings(show.settings),
});

/** The counts of a projection: lists leave out who liked and what was said. */
export const engagementOf = ({ totalViewers, engagementRate, likes }: EngagementProjection, viewerCount: number): Engagement => ({
  viewerCount,
  totalViewers,
  engagementRate,
  likes,
  likedBy: [],
  chatMessages: [],
});

/** The counts alone: lists leave out who liked and what was said. */
export async function readCounts(storage: Storage, streamId: string, viewerCount: number): Promise<Engagement> {
  const [likes, totals] = await Promise.all([storage.likes.count(streamId), storage.viewers.totals(streamId)]);
  return {
    viewerCount,
    totalViewers: totals.unique,
    engagementRate: totals.unique === 0 ? 0 : totals.engaged / totals.unique,
    likes,
    likedBy: [],
    chatMessages: [],
  };
}

export async function readEngagement(storage: Storage, streamId: string, viewerCount: number): Promise<Engagement> {
  const [counts, likedBy, chat] = await Promise.all([
    readCounts(storage, streamId, viewerCount),
    storage.likes.recent(streamId, LIMITS.livestreamTail),
    storage.timeline.chatBefore(streamId, null, LIMITS.livestreamTail),
  ]);
  return { ...counts, likedBy, chatMessages: chat.flatMap(chatMessage) };
}

/** A chat entry as the history gives it; nothing for other entries and for emptied ones. */
export function chatMessage(entry: TimelineEntry): ChatMessage[] {
  if (entry.type !== 'chat_message' || entry.data.message === '') return [];
  return [
    {
      offset: entry.offset,
      key: entry.key,
      viewerId: entry.actorId ?? '',
      username: entry.data.username,
      message: entry.data.message,
      timestamp: entry.at,
      isAdmin: entry.data.isAdmin,
      ...(entry.data.role && { role: entry.data.role }),
    },
  ];
}
