import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import { BanService } from '../moderation/bans.ts';
import { ModerationService } from '../moderation/moderation.ts';
import { QuestionService } from '../questions/questions.ts';
import type { Limits } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { ChatService } from './chat.ts';
import { WordLists } from './word-lists.ts';

export interface ChatParts {
  storage: Storage;
  timelines: TimelineService;
  feed: ShopFeed;
  livestreams: LivestreamService;
  limits: Limits;
  audit: AuditLog;
  clock: Clock;
  /** Its blocked words hold in every show. */
  shop: ConstructorParameters<typeof WordLists>[0];
}

/** What viewers say and ask, and what keeps order in it. */
export function createChat({ shop, ...parts }: ChatParts) {
  const words = new WordLists(shop);
  const bans = new BanService(parts);
  const chat = new ChatService({ ...parts, bans, words, onHeld: (streamId) => moderation.waitingChanged(streamId) });
  const moderation: ModerationService = new ModerationService({ ...parts, chat, bans });
  const questions = new QuestionService({ ...parts, bans, words });
  return { bans, chat, moderation, questions };
}
