import { CLOSE } from '@vitrine/protocol';
import { isStaff } from '../domain/actor.ts';
import type { Services } from '../domain/services.ts';
import type { Hub } from './hub.ts';
import type { RealtimeLimits } from './limits.ts';
import { inTurns } from './turns.ts';

/**
 * Who is in the room of a show that has become private, and may not see it, is sent away; from one that has been deleted, everybody. Coming
 * back, they are told that there is none.
 */
export function closeHidden({ livestreams }: Pick<Services, 'livestreams'>, hub: Hub, limits: RealtimeLimits): () => void {
  const stops = [
    livestreams.onHidden((streamId) => {
      const room = hub.room(streamId);
      if (!room) return;
      void inTurns(room.members, limits.socketsPerTurn, (member) => {
        if (!isStaff(member.actor)) member.close(CLOSE.tryAgain, 'the show is private now');
      });
    }),
    livestreams.onDeleted((streamId) => {
      void hub.shut(streamId).then((room) => {
        if (room) void inTurns(room.members, limits.socketsPerTurn, (member) => member.close(CLOSE.tryAgain, 'the show has been deleted'));
      });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
