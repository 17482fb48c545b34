import type { Accounts, People, Profiles } from './services/accounts.ts';
import type { Audit, Bans, Chat, Moderation, Questions } from './services/chat.ts';
import type { AnalyticsService, History, Recommendations } from './services/figures.ts';
import type { Limits, ServerStatus, System } from './services/operations.ts';
import type { PushSubscriptions, Reminders, Webhooks } from './services/outside.ts';
import type { Catalogue, Orders, Payments, Pins, Shop, Uploads } from './services/selling.ts';
import type {
  Audience,
  BroadcastKeys,
  Captions,
  Likes,
  Livestreams,
  Playback,
  Recordings,
  Rehearsals,
  Replays,
  ShowDeletions,
  Timelines,
  Video,
  VideoHealthDesk,
} from './services/shows.ts';
import type { Stage } from './services/stage.ts';

export type * from './services/accounts.ts';
export type * from './services/chat.ts';
export type * from './services/figures.ts';
export type * from './services/operations.ts';
export type * from './services/outside.ts';
export type * from './services/selling.ts';
export type * from './services/shows.ts';
export type * from './services/stage.ts';

/**
 * What the edges (`http`, `realtime`) may ask of the domain. Each method checks the actor's right itself and rejects with a DomainError;
 * input has been parsed by its protocol schema before.
 */
export interface Services {
  readonly system: System;
  readonly accounts: Accounts;
  readonly profiles: Profiles;
  readonly people: People;
  readonly livestreams: Livestreams;
  readonly showDeletions: ShowDeletions;
  readonly timelines: Timelines;
  readonly chat: Chat;
  readonly moderation: Moderation;
  readonly bans: Bans;
  readonly questions: Questions;
  readonly audit: Audit;
  readonly likes: Likes;
  readonly audience: Audience;
  readonly pins: Pins;
  readonly shop: Shop;
  readonly catalogue: Catalogue;
  readonly orders: Orders;
  readonly payments: Payments;
  readonly uploads: Uploads;
  readonly analytics: AnalyticsService;
  readonly recommendations: Recommendations;
  readonly history: History;
  readonly stage: Stage;
  readonly video: Video;
  readonly broadcastKeys: BroadcastKeys;
  readonly recordings: Recordings;
  readonly replays: Replays;
  readonly captions: Captions;
  readonly rehearsals: Rehearsals;
  readonly playback: Playback;
  readonly videoHealth: VideoHealthDesk;
  readonly limits: Limits;
  readonly webhooks: Webhooks;
  readonly reminders: Reminders;
  readonly push: PushSubscriptions;
  readonly status: ServerStatus;
}
