import type { ServerEvent } from '@vitrine/protocol';
import type { Services, StageStanding } from '../domain/services.ts';
import type { Connection } from './connection.ts';
import type { Hub } from './hub.ts';
import type { RealtimeLimits } from './limits.ts';
import { inTurns } from './turns.ts';

const invitation = (streamId: string, { guest, from }: StageStanding): ServerEvent => ({
  type: 'stage_invitation',
  data: { streamId, guest, from },
});

/** Who is asked on stage, silenced or put off learns at once, on whichever node, and nobody else of how. Gives the function that ends it. */
export function followStandings(services: Services, hub: Hub, limits: RealtimeLimits): () => void {
  return services.stage.onStanding((streamId, userId, standing) => {
    const room = hub.room(streamId);
    if (!room) return;
    void inTurns(room.members, limits.socketsPerTurn, (member) => {
      if (member.actor?.id === userId) member.send(invitation(streamId, standing));
    });
  });
}

/** Tells a newcomer how it stands on the stage of its room. To be called when it is a member: what changes later is told by itself. */
export function tellStanding({ stage }: Services, connection: Connection): void {
  const { actor, room } = connection;
  if (!actor || !room) return;
  const standing = stage.standing(room.streamId, actor.id);
  if (standing.guest) connection.send(invitation(room.streamId, standing));
}
