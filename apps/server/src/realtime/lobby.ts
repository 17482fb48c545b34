import { CLOSE, type ListedShow, type Livestream, type ServerEvent } from '@vitrine/protocol';
import type { LobbyEvent, Services } from '../domain/services.ts';
import type { Connection } from './connection.ts';
import { frameEvent } from './frame.ts';
import type { RealtimeLimits } from './limits.ts';
import { inTurns } from './turns.ts';

type LobbyServices = Pick<Services, 'audience' | 'livestreams' | 'reminders' | 'timelines'>;

/**
 * Connections without a stream: they hear which public shows start and stop, how many watch them and what they have on screen, and that
 * one they wait for has started.
 */
export class Lobby {
  readonly members = new Set<Connection>();
  readonly #limits: RealtimeLimits;
  readonly #stopListening: (() => void)[];
  readonly #services: LobbyServices;
  /** Shows on air that have changed since they were told last. */
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  /** Two events must reach each socket in their order. */
  #last: Promise<void> = Promise.resolve();

  constructor(services: LobbyServices, limits: RealtimeLimits) {
    const { audience, livestreams, reminders, timelines } = services;
    this.#services = services;
    this.#limits = limits;
    this.#stopListening = [
      audience.onChange((streamId) => this.#note(streamId)),
      livestreams.onChanged((streamId) => this.#note(streamId)),
      timelines.onLobby((event) => this.#hear(event)),
      reminders.onDue((livestream, subjectIds) => this.#remind(livestream, subjectIds)),
    ];
  }
  close(): void {
    for (const stop of this.#stopListening) stop();
    if (this.#timer) clearTimeout(this.#timer);
  }
  #note(streamId: string): void {
    if (this.members.size === 0) return;
    this.#changed.add(streamId);
    this.#timer ??= setTimeout(() => this.#tellChanged(), this.#limits.lobbyInterval);
  }
  #tellChanged(): void {
    this.#timer = null;
    const shows = [...this.#changed].flatMap((streamId) => this.#listed(streamId));
    this.#changed.clear();
    // Latest value wins: a slow reader gets the next one.
    const readers = [...this.members].filter(({ unreadBytes }) => unreadBytes <= this.#limits.slowReaderBytes);
    if (shows.length > 0) this.#send({ type: 'lobby_update', data: { shows } }, readers);
  }
  #listed(streamId: string): ListedShow[] {
    const show = this.#services.livestreams.listed(streamId);
    return show === null ? [] : [{ streamId, ...show, viewerCount: this.#services.audience.count(streamId) }];
  }
  #hear(event: LobbyEvent): void {
    if (event.livestream.visibility !== 'public' || this.members.size === 0) return;
    this.#send(lobbyEvent(event), this.members);
  }
  #remind(livestream: Livestream, subjectIds: ReadonlySet<string>): void {
    const waiting = [...this.members].filter(({ actor }) => actor !== null && subjectIds.has(actor.id));
    if (waiting.length > 0) this.#send({ type: 'reminder', data: { streamId: livestream._id, livestream } }, waiting);
  }
  #send(event: ServerEvent, to: Iterable<Connection>): void {
    const frame = frameEvent(event);
    this.#last = this.#last.then(() =>
      inTurns(to, this.#limits.socketsPerTurn, (connection) => {
        if (connection.unreadBytes > this.#limits.closeReaderBytes) connection.close(CLOSE.slowReader, 'too slow');
        else connection.write(frame);
      }),
    );
  }
}

function lobbyEvent(event: LobbyEvent): ServerEvent {
  const streamId = event.livestream._id;
  return event.type === 'stream_started'
    ? { type: 'stream_started', data: { streamId, at: event.at, livestream: event.livestream } }
    : { type: 'stream_stopped', data: { streamId, at: event.at, duration: event.duration } };
}
