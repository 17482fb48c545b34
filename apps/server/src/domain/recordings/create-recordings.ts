import type { BlobStore } from '../../ports/blobs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ImageEncoder } from '../../ports/images.ts';
import type { RawRecordings, VideoRecorder } from '../../ports/recordings.ts';
import type { Storage } from '../../ports/storage.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import { RecordingFinisher } from './finishing.ts';
import { RecordingRecord } from './recording-record.ts';
import { RecordingWatch } from './recording-watch.ts';
import { RecordingService } from './recordings.ts';
import { Stills } from './stills.ts';

export interface RecordingsParts {
  storage: Storage;
  livestreams: LivestreamService;
  feed: ShopFeed;
  audit: AuditLog;
  leases: LeaseKeeper;
  clock: Clock;
  /** null where the media does not go through us. */
  recorder: VideoRecorder | null;
  raw: RawRecordings;
  blobs: BlobStore;
  images: ImageEncoder;
  warn: (error: unknown) => void;
}

/** What records shows, what makes recordings of that, and what gives them out. */
export function createRecordings({
  storage,
  livestreams,
  feed,
  audit,
  leases,
  clock,
  recorder,
  raw,
  blobs,
  images,
  warn,
}: RecordingsParts) {
  const record = new RecordingRecord({ storage, livestreams, feed, clock });
  const stills = new Stills({ images, clock });
  return {
    watch: new RecordingWatch({ storage, recorder, raw, record, stills }),
    finisher: new RecordingFinisher({ shows: storage.livestreams, raw, blobs, record, leases, clock, warn }),
    service: new RecordingService({ livestreams, blobs, raw, record, stills, audit, captions: storage.captions }),
    stills,
  };
}
