import { LIMITS, type ServerEvent } from '@vitrine/protocol';
import type { Logger } from 'pino';
import type { Services } from '../domain/services.ts';
import type { Connection } from './connection.ts';
import { frameEvent } from './frame.ts';
import type { Hub } from './hub.ts';
import type { RealtimeLimits } from './limits.ts';
import type { Room } from './room.ts';
import { inTurns } from './turns.ts';

/** What rooms are told beside their entries, at most twice a second, the latest value alone: votes to all, what waits to the staff. */
export class RoomNews {
  readonly #services: Services;
  readonly #hub: Hub;
  readonly #logger: Logger;
  readonly #limits: RealtimeLimits;
  readonly #stopListening: (() => void)[];
  /** Votes that have not been told, by show and question. */
  #votes = new Map<string, Map<string, number>>();
  /** Shows whose moderators are to be told anew. */
  #waiting = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: { services: Services; hub: Hub; logger: Logger; limits: RealtimeLimits }) {
    this.#services = parts.services;
    this.#hub = parts.hub;
    this.#logger = parts.logger;
    this.#limits = parts.limits;
    this.#stopListening = [
      parts.services.questions.onVote((streamId, questionId, upvotes) => {
        if (!this.#hub.room(streamId)) return;
        this.#votes.set(streamId, (this.#votes.get(streamId) ?? new Map()).set(questionId, upvotes));
        this.#schedule();
      }),
      parts.services.moderation.onWaiting((streamId) => this.#waitingChanged(streamId)),
      // One moderator has silenced somebody, on whichever node: the others see it, and can lift it.
      parts.services.bans.onChange(({ streamId }) => {
        if (streamId !== null) this.#waitingChanged(streamId);
      }),
    ];
  }
  close(): void {
    for (const stop of this.#stopListening) stop();
    if (this.#timer) clearTimeout(this.#timer);
  }

  #waitingChanged(streamId: string): void {
    if (!this.#hub.room(streamId)) return;
    this.#waiting.add(streamId);
    this.#schedule();
  }
  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.#flush(), LIMITS.updateInterval);
  }
  async #flush(): Promise<void> {
    const [votes, waiting] = [this.#votes, this.#waiting];
    this.#votes = new Map();
    this.#waiting = new Set();
    try {
      for (const [streamId, ofStream] of votes) await this.#tellVotes(streamId, ofStream);
      for (const streamId of waiting) await this.#tellWaiting(streamId);
    } catch (error) {
      // The next change is told again.
      this.#logger.warn({ err: error }, 'what waits for moderators could not be told');
    } finally {
      this.#timer = null;
      if (this.#votes.size > 0 || this.#waiting.size > 0) this.#schedule();
    }
  }
  async #tellVotes(streamId: string, votes: Map<string, number>): Promise<void> {
    const events = [...votes].map(
      ([questionId, upvotes]): ServerEvent => ({ type: 'question_updated', data: { streamId, questionId, upvotes } }),
    );
    const room = this.#hub.room(streamId);
    if (room) await this.#send(room, events, () => true);
  }
  async #tellWaiting(streamId: string): Promise<void> {
    const room = this.#hub.room(streamId);
    if (!room || ![...room.members].some((member) => isModerator(this.#services, room, member))) return;
    const data = { streamId, ...(await this.#services.moderation.waiting(streamId)) };
    await this.#send(room, [{ type: 'moderation_update', data }], (member) => isModerator(this.#services, room, member));
  }
  async #send(room: Room, events: ServerEvent[], isFor: (member: Connection) => boolean): Promise<void> {
    const frames = Buffer.concat(events.map(frameEvent));
    await inTurns(room.members, this.#limits.socketsPerTurn, (member) => {
      // Latest value wins: a slow reader gets the next one.
      if (isFor(member) && member.unreadBytes <= this.#limits.slowReaderBytes) member.write(frames);
    });
  }
}

/** Whether this connection hears what waits for the moderators of its room. */
export const isModerator = ({ moderation }: Services, room: Room, { actor }: Connection): boolean =>
  actor !== null && moderation.mayModerate(actor, room.createdBy);
