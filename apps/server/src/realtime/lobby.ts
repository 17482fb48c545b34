import { CLOSE, type ListedShow, type Livestream, type ServerEvent } from '@vitrine/protocol';
import { isStaff } from '../domain/actor.ts';
import type { LobbyEvent, Services } from '../domain/services.ts';
import type { Connection } from './connection.ts';
import { frameEvent } from './frame.ts';
import type { RealtimeLimits } from './limits.ts';
import { inTurns } from './turns.ts';

type LobbyServices = Pick<Services, 'audience' | 'livestreams' | 'recordings' | 'reminders' | 'timelines'>;
/** Shows on air that a newcomer is told of at once. */
const FIRST_SHOWS = 100;

/**
 * Connections without a stream: they hear which public shows are announced, edited, started and stopped, how many watch them, what they have
 * on screen, that there is a newer still of one, and that one they wait for has started.
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
    const { audience, livestreams, recordings, reminders, timelines } = services;
    this.#services = services;
    this.#limits = limits;
    this.#stopListening = [
      audience.onChange((streamId) => this.#note(streamId)),
      livestreams.onChanged((streamId) => this.#note(streamId)),
      recordings.onStill((streamId) => this.#note(streamId)),
      timelines.onLobby((event) => this.#hear(event)),
      reminders.onDue((livestream, subjectIds) => this.#remind(livestream, subjectIds)),
    ];
  }
  /** Takes somebody in, who is told how the shows on air are now. */
  enter(connection: Connection): void {
    this.members.add(connection);
    const shows = this.#services.livestreams
      .listedOnAir()
      .slice(0, FIRST_SHOWS)
      .flatMap((streamId) => this.#listed(streamId));
    if (shows.length > 0) this.#send({ type: 'lobby_update', data: { shows } }, [connection]);
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
    if (show === null) return [];
    const { audience, recordings } = this.#services;
    return [{ streamId, ...show, viewerCount: audience.count(streamId), stillAt: recordings.stillAt(streamId) }];
  }
  #hear(event: LobbyEvent): void {
    if (this.members.size === 0) return;
    const isForStaff = event.type === 'show_unlisted' && event.toStaffOnly;
    this.#send(lobbyEvent(event), isForStaff ? [...this.members].filter(({ actor }) => isStaff(actor)) : this.members);
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
  if (event.type === 'show_unlisted') return { type: 'show_unlisted', data: { streamId: event.streamId } };
  const { livestream } = event;
  const streamId = livestream._id;
  switch (event.type) {
    case 'stream_started':
      return { type: 'stream_started', data: { streamId, at: event.at, livestream } };
    case 'stream_stopped':
      return { type: 'stream_stopped', data: { streamId, at: event.at, duration: event.duration } };
    case 'show_listed':
      return { type: 'show_listed', data: { streamId, livestream } };
  }
}
