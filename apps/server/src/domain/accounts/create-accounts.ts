import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Mails } from '../outside/mails.ts';
import type { Limits } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { AccountService } from './accounts.ts';
import { Forgetting } from './forgetting.ts';
import { PeopleService } from './people.ts';
import { ProfileService } from './profiles.ts';
import { Sessions } from './sessions.ts';

export interface AccountParts {
  storage: Storage;
  timelines: TimelineService;
  livestreams: LivestreamService;
  feed: ShopFeed;
  limits: Limits;
  clock: Clock;
  mails: Mails;
  /** Mails speak for it. */
  shop: { readonly name: string };
  publicUrl: string;
  /** Signs viewers' tokens. */
  secret: string;
}

/** Everything about who people are. Made before the shop's timeline is followed, so that no sign-out is missed. */
export function createAccounts(parts: AccountParts): { accounts: AccountService; profiles: ProfileService; people: PeopleService } {
  const sessions = new Sessions(parts);
  return {
    accounts: new AccountService({ ...parts, sessions }),
    profiles: new ProfileService({ ...parts, sessions, forgetting: new Forgetting(parts) }),
    people: new PeopleService({ ...parts, sessions, audit: new AuditLog(parts) }),
  };
}
