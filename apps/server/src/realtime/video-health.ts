import { DomainError } from '../domain/errors.ts';
import type { Connection } from './connection.ts';
import type { SessionContext } from './handlers/handler.ts';

/** Sends how a show's video is to who runs it, from its control room, until the connection leaves. Others simply don't hear it. */
export async function followVideoHealth({ services, limits }: SessionContext, connection: Connection): Promise<void> {
  const { room, actor } = connection;
  if (!room || !actor) return;
  const { streamId } = room;
  try {
    const stop = await services.videoHealth.follow(actor, streamId, (health) => {
      // The latest value wins: a slow reader gets the next one.
      if (connection.unreadBytes > limits.slowReaderBytes) return;
      connection.send({ type: 'video_health', data: { streamId, health } });
    });
    if (connection.room === room && connection.isOpen) connection.stopVideoHealth = stop;
    else stop();
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'forbidden')) throw error;
  }
}
