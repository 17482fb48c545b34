import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type BroadcastKey, HOST_SEAT, type NewBroadcastKey } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord } from '../../ports/storage.ts';
import type { VideoGrant, VideoService } from '../../ports/video.ts';
import type { Actor } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { BroadcastKeys } from '../services.ts';

/** Tells a key from the tokens that credentials are, and a lost one from other secrets. */
const PREFIX = 'vbk_';
const KEY_BYTES = 32;
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** The key of a show, by which OBS and every other WHIP client broadcast as its host. Its hash alone is kept; a new one replaces it. */
export class BroadcastKeyService implements BroadcastKeys {
  readonly #livestreams: LivestreamService;
  readonly #video: VideoService;
  readonly #audit: AuditLog;
  readonly #clock: Clock;

  constructor(parts: { livestreams: LivestreamService; video: VideoService; audit: AuditLog; clock: Clock }) {
    this.#livestreams = parts.livestreams;
    this.#video = parts.video;
    this.#audit = parts.audit;
    this.#clock = parts.clock;
  }

  async create(actor: Actor, streamId: string): Promise<NewBroadcastKey> {
    const record = await this.#runnable(actor, streamId);
    const key = `${PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
    const createdAt = this.#clock.now();
    await this.#replace(actor, record, { hash: hashOf(key), createdAt }, 'stream.key');
    return { url: whipPath(streamId), key, createdAt: new Date(createdAt).toISOString() };
  }
  async get(actor: Actor, streamId: string): Promise<BroadcastKey> {
    const { broadcastKey } = await this.#runnable(actor, streamId);
    if (!broadcastKey) throw new DomainError('not_found', 'The show has no key yet.');
    return { url: whipPath(streamId), createdAt: new Date(broadcastKey.createdAt).toISOString() };
  }
  async withdraw(actor: Actor, streamId: string): Promise<void> {
    const record = await this.#runnable(actor, streamId);
    if (record.broadcastKey) await this.#replace(actor, record, null, 'stream.key_withdrawn');
  }

  /** Whether this is a key at all, or a token of the video service. */
  isKey(secret: string): boolean {
    return secret.startsWith(PREFIX);
  }
  /** What the key lets its bearer do. @throws DomainError `unauthenticated` for one that is not the show's present key. */
  async grantOf(streamId: string, key: string): Promise<VideoGrant> {
    const record = await this.#livestreams.recordOf(streamId);
    const known = record?.broadcastKey?.hash ?? hashOf('');
    const isRight = timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(known));
    if (!record?.broadcastKey || !isRight || record.status === 'ended')
      throw new DomainError('unauthenticated', 'This is not the key of this show. A new one may have replaced it.');
    return { streamId, userId: record.createdBy, role: 'host', seat: HOST_SEAT };
  }

  async #runnable(actor: Actor, streamId: string): Promise<LivestreamRecord> {
    if (!this.#video.signalling)
      throw new DomainError('not_found', 'The video of this shop goes through a provider of its own, without keys.');
    return this.#livestreams.runnable(actor, streamId);
  }
  async #replace(actor: Actor, record: LivestreamRecord, broadcastKey: LivestreamRecord['broadcastKey'], action: string): Promise<void> {
    await this.#livestreams.setBroadcastKey(record._id, broadcastKey);
    await this.#audit.record(actor, action, { streamId: record._id, target: record.title });
    // Whoever came with the old one: the host's own browser comes back by itself.
    if (record.broadcastKey) await this.#video.evict(record._id, record.createdBy);
  }
}

const whipPath = (streamId: string): string => `/whip/${streamId}`;
