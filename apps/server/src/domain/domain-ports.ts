import type { SystemWarning } from '@vitrine/protocol';
import type { Backplane } from '../ports/backplane.ts';
import type { BlobStore } from '../ports/blobs.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImageEncoder } from '../ports/images.ts';
import type { MailTransport } from '../ports/mail.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { PaymentGateway } from '../ports/payments.ts';
import type { PushSender } from '../ports/push.ts';
import type { RawRecordings } from '../ports/recordings.ts';
import type { Storage } from '../ports/storage.ts';
import type { VideoService } from '../ports/video.ts';
import type { OutboundSender } from '../ports/webhook-sender.ts';
import type { LeaseKeeper } from './leases/lease-keeper.ts';
import type { Parts } from './system/system.ts';
import type { LeasedVideo } from './video/placement.ts';

/** What the domain stands on. */
export interface DomainPorts {
  storage: Storage;
  backplane: Backplane;
  video: VideoService;
  videoPlacement: LeasedVideo;
  leases: LeaseKeeper;
  clock: Clock;
  mailTransport: MailTransport;
  webhookSender: OutboundSender;
  pushSenders: readonly PushSender[];
  gateways: readonly PaymentGateway[];
  blobs: BlobStore;
  recordingBlobs: BlobStore;
  /** What this node's recorder leaves on the disk. */
  rawRecordings: RawRecordings;
  images: ImageEncoder;
}
export interface DomainOptions {
  parts: Parts;
  publicUrl: string;
  /** The secret that signs viewers' tokens. */
  secret: string;
  /** Milliseconds that a host may stay away before the show ends. */
  hostAwayLimit: number;
  /** The shop's name and currency until an admin settles others. */
  defaults: { name: string; currency: string };
  onTried: Metrics['tried'];
  onPlayback: Metrics['played'];
  onWarning: (warning: SystemWarning) => void;
  /** Gives the listener for errors of what goes on by itself; it says what did not work. */
  warn: (what: string) => (error: unknown) => void;
}
