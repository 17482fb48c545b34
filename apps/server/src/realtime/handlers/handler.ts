import type { ClientEventOf, ClientEventType, ServerEventPayload } from '@vitrine/protocol';
import type { Logger } from 'pino';
import type { Actor } from '../../domain/actor.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Services } from '../../domain/services.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connection } from '../connection.ts';
import type { Hub } from '../hub.ts';
import type { RealtimeLimits } from '../limits.ts';
import type { Lobby } from '../lobby.ts';
import type { Registry } from '../registry.ts';
import type { Tally } from '../tally.ts';

/** What handlers work with. */
export interface SessionContext {
  services: Services;
  hub: Hub;
  lobby: Lobby;
  registry: Registry;
  logger: Logger;
  clock: Clock;
  limits: RealtimeLimits;
  tally: Tally;
}
/** What the `ack` says beside the command's id. */
export type Outcome = Omit<ServerEventPayload<'ack'>, 'id'>;
export type Handler<T extends ClientEventType> = (
  context: SessionContext,
  connection: Connection,
  event: ClientEventOf<T>,
) => Promise<Outcome>;

/** @throws DomainError `not_registered`. */
export function actorOf(connection: Connection): Actor {
  if (!connection.actor) throw new DomainError('not_registered', 'Send register first.');
  return connection.actor;
}
/** The stream that a command is for: the one it names, else the one the connection is in. */
export function streamOf(connection: Connection, named: string | undefined): string {
  const streamId = named ?? connection.room?.streamId;
  if (streamId === undefined) throw new DomainError('invalid', 'streamId: needed outside a show');
  return streamId;
}
/** Under which an actor's rates are counted: its session, so that two sockets of one share it. */
export const rateSubject = (actor: Actor): string => actor.sessionHash ?? actor.id;
