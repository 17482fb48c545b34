import { HOST_SEAT, type Seat, type VideoCredentials, type VideoRole } from '@vitrine/protocol';
import type { LivestreamRecord } from '../../ports/storage.ts';
import type { VideoGrant, VideoService, VideoSignalling } from '../../ports/video.ts';
import { type Actor, isStaff, mayRun } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { BanService } from '../moderation/bans.ts';
import type { Video } from '../services.ts';
import type { BroadcastKeyService } from './broadcast-keys.ts';

/** Who may publish and who may play. What is published before the start is a preview for the staff alone. */
export class VideoAccess implements Video {
  readonly #service: VideoService;
  readonly #livestreams: LivestreamService;
  readonly #keys: BroadcastKeyService;
  readonly #bans: BanService;

  constructor(parts: { service: VideoService; livestreams: LivestreamService; keys: BroadcastKeyService; bans: BanService }) {
    this.#service = parts.service;
    this.#livestreams = parts.livestreams;
    this.#keys = parts.keys;
    this.#bans = parts.bans;
  }

  get signalling(): VideoSignalling | null {
    return this.#service.signalling;
  }

  async credentials(actor: Actor, streamId: string, role: VideoRole, seat: Seat = HOST_SEAT, uid?: number): Promise<VideoCredentials> {
    const record = await this.#livestreams.visible(actor, streamId);
    if (role === 'host' && !mayRun(actor, record.createdBy))
      throw new DomainError('forbidden', 'Only its host and admins publish to this show.');
    if (role === 'guest' && !mayPublishAsGuest(record, actor.id))
      throw new DomainError('forbidden', 'Only who has been asked to the stage, and has said yes, publishes as a guest.');
    if (record.status === 'ended') throw new DomainError('ended', 'The show has ended.');
    if (role === 'viewer' && record.status === 'scheduled' && !isStaff(actor))
      throw new DomainError('not_live', 'The show has not started yet.');
    const own = role === 'host' ? HOST_SEAT : actor.id;
    return this.#service.credentials({
      streamId,
      userId: actor.id,
      role,
      seat: role === 'viewer' ? seat : own,
      quality: record.quality,
      uid,
    });
  }

  async receive(body: Buffer, signature: string): Promise<void> {
    if (!this.#service.notifications) throw new DomainError('not_found', 'No video provider that tells us anything is set up.');
    await this.#service.notifications.receive(body, signature);
  }

  async authorise(secret: string, streamId: string, protocol: 'whip' | 'whep'): Promise<VideoGrant> {
    const grant = await this.#identify(secret, streamId, protocol);
    const record = await this.#livestreams.recordOf(streamId);
    if (!record) throw new DomainError('not_found', 'There is no such show.');
    if (record.status === 'ended') throw new DomainError('ended', 'The show has ended.');
    if (grant.role === 'guest' && !mayPublishAsGuest(record, grant.userId))
      throw new DomainError('forbidden', 'This guest is not on stage any more.');
    // That a viewer of a scheduled or private show is staff was decided when its grant was made; no other could get one.
    const ban = grant.role === 'host' ? null : this.#bans.of(grant.userId, streamId);
    if (ban && ban.until === null) throw new DomainError('banned', 'You are banned here.');
    return grant;
  }
  identify(secret: string, streamId: string, protocol: 'whip' | 'whep'): Promise<VideoGrant> {
    return this.#identify(secret, streamId, protocol, 'also_expired');
  }

  async #identify(secret: string, streamId: string, protocol: 'whip' | 'whep', expired?: 'also_expired'): Promise<VideoGrant> {
    if (!this.#service.signalling) throw new DomainError('not_found', 'The video of this shop goes through a provider of its own.');
    if (this.#keys.isKey(secret) && protocol === 'whip') return this.#keys.grantOf(streamId, secret);
    return this.#service.signalling.verify(secret, streamId, protocol, expired);
  }
}

const mayPublishAsGuest = ({ guests }: LivestreamRecord, userId: string): boolean =>
  guests.some((guest) => guest._id === userId && guest.state !== 'invited');
