import { CLOSE, type ServerEvent } from '@vitrine/protocol';
import { isStaff } from '../domain/actor.ts';
import type { ActiveBan, Services } from '../domain/services.ts';
import type { RealtimeLimits } from './limits.ts';
import type { Registry } from './registry.ts';
import { inTurns } from './turns.ts';

/** Long past, whatever the client's clock says. */
const LIFTED = new Date(0).toISOString();

export function restricted({ streamId, until, reason }: ActiveBan, isLifted = false): ServerEvent {
  const end = isLifted ? LIFTED : until === null ? null : new Date(until).toISOString();
  return { type: 'chat_restricted', data: { streamId, until: end, reason } };
}

/** Who is banned learns at once, on whichever node: a ban closes its sockets, a timeout is told to them. Gives the function that ends it. */
export function followBans(services: Services, registry: Registry, limits: RealtimeLimits): () => void {
  return services.bans.onChange((ban, isLifted) => {
    void inTurns(registry.connections, limits.socketsPerTurn, (connection) => {
      const { actor, room } = connection;
      if (actor?.id !== ban.subjectId || isStaff(actor)) return;
      if (ban.streamId !== null && room?.streamId !== ban.streamId) return;
      if (ban.until === null && !isLifted) connection.close(CLOSE.banned, 'banned');
      else connection.send(restricted(ban, isLifted));
    });
  });
}
