import { HOST_SEAT, type Seat } from '@vitrine/protocol';
import type { LivestreamStore } from '../../../ports/storage.ts';
import type { ChannelManagement } from './channel-management.ts';
import { LONGEST_LIFETIME, LONGEST_RULE, MAX_PUT_OUT, MAX_RULES, TOKEN_LIFETIME } from './limits.ts';
import { isViewerUid, seatUid, viewerUids } from './uids.ts';

/** A rule that has no time takes effect once: who is put out may come back with a token that is still good. */
const ONCE = 0;

/** Putting people out of a channel, for as long as a token that they may still have is good. */
export class PutOut {
  readonly #channels: ChannelManagement;
  readonly #shows: Pick<LivestreamStore, 'byId'>;
  /** Shows whose channels are closed, the first first: a node hears of an end from itself and from the shop's timeline. */
  readonly #ended = new Set<string>();

  constructor(parts: { channels: ChannelManagement; shows: Pick<LivestreamStore, 'byId'> }) {
    this.#channels = parts.channels;
    this.#shows = parts.shows;
  }

  /** A show that has ended never comes back, and nobody gets a token for it any more. */
  async end(streamId: string): Promise<void> {
    if (this.#ended.has(streamId)) return;
    this.#ended.add(streamId);
    const [first] = this.#ended;
    if (this.#ended.size > MAX_RULES && first !== undefined) this.#ended.delete(first);
    await this.#channels.ban({ channel: streamId, uid: null, privilege: 'join_channel' }, LONGEST_LIFETIME);
  }

  async closeSeat(streamId: string, seat: Seat): Promise<void> {
    await this.#ban(streamId, seatUid(streamId, seat), TOKEN_LIFETIME.guest);
    await this.setMuted(streamId, seat, false);
  }
  putOutStranger(streamId: string, uid: number): Promise<void> {
    return this.#ban(streamId, uid, LONGEST_LIFETIME);
  }
  /** Who has been asked to the stage again is let in. */
  async openSeat(streamId: string, seat: Seat): Promise<void> {
    await this.#channels.lift({ channel: streamId, uid: seatUid(streamId, seat), privilege: 'join_channel' });
  }
  async setMuted(streamId: string, seat: Seat, isMuted: boolean): Promise<void> {
    const target = { channel: streamId, uid: seatUid(streamId, seat), privilege: 'publish_audio' } as const;
    await (isMuted ? this.#channels.ban(target, LONGEST_RULE) : this.#channels.lift(target));
  }

  async evict(streamId: string, userId: string): Promise<void> {
    const show = await this.#shows.byId(streamId);
    const seat = show?.createdBy === userId ? HOST_SEAT : userId;
    await this.#ban(streamId, seatUid(streamId, seat), TOKEN_LIFETIME.host);
    // Which of the viewer's tabs are open nobody knows.
    await Promise.all(viewerUids(streamId, userId).map((uid) => this.#ban(streamId, uid, TOKEN_LIFETIME.viewer)));
  }

  async closeViewers(streamId: string): Promise<void> {
    const { hosts, audience } = await this.#channels.users(streamId, { hostsOnly: false });
    if (hosts.length === 0) return this.#channels.ban({ channel: streamId, uid: null, privilege: 'join_channel' }, ONCE);
    const viewers = audience.filter(isViewerUid).slice(0, MAX_PUT_OUT);
    await Promise.all(viewers.map((uid) => this.#ban(streamId, uid, ONCE)));
  }

  #ban(streamId: string, uid: number, seconds: number): Promise<void> {
    return this.#channels.ban({ channel: streamId, uid, privilege: 'join_channel' }, seconds);
  }
}
