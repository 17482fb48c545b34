import { CLOSE, type ServerEvent } from '@vitrine/protocol';
import type { LobbyEvent, Timelines } from '../domain/services.ts';
import type { Connection } from './connection.ts';
import { frameEvent } from './frame.ts';
import type { RealtimeLimits } from './limits.ts';
import { inTurns } from './turns.ts';

/** Connections without a stream: they hear which public shows start and stop. */
export class Lobby {
  readonly members = new Set<Connection>();
  readonly #limits: RealtimeLimits;
  readonly #stopListening: () => void;
  /** Two events must reach each socket in their order. */
  #last: Promise<void> = Promise.resolve();

  constructor(timelines: Timelines, limits: RealtimeLimits) {
    this.#limits = limits;
    this.#stopListening = timelines.onLobby((event) => this.#hear(event));
  }
  close(): void {
    this.#stopListening();
  }
  #hear(event: LobbyEvent): void {
    if (event.livestream.visibility !== 'public' || this.members.size === 0) return;
    const frame = frameEvent(lobbyEvent(event));
    this.#last = this.#last.then(() =>
      inTurns(this.members, this.#limits.socketsPerTurn, (connection) => {
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
