import { CLOSE, type Livestream, type ServerEvent } from '@vitrine/protocol';
import type { LobbyEvent, Services } from '../domain/services.ts';
import type { Connection } from './connection.ts';
import { frameEvent } from './frame.ts';
import type { RealtimeLimits } from './limits.ts';
import { inTurns } from './turns.ts';

/** Connections without a stream: they hear which public shows start and stop, and that one they wait for has started. */
export class Lobby {
  readonly members = new Set<Connection>();
  readonly #limits: RealtimeLimits;
  readonly #stopListening: (() => void)[];
  /** Two events must reach each socket in their order. */
  #last: Promise<void> = Promise.resolve();

  constructor({ timelines, reminders }: Pick<Services, 'timelines' | 'reminders'>, limits: RealtimeLimits) {
    this.#limits = limits;
    this.#stopListening = [
      timelines.onLobby((event) => this.#hear(event)),
      reminders.onDue((livestream, subjectIds) => this.#remind(livestream, subjectIds)),
    ];
  }
  close(): void {
    for (const stop of this.#stopListening) stop();
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
