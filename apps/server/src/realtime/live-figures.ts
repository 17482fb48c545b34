import { DomainError } from '../domain/errors.ts';
import type { Connection } from './connection.ts';
import type { SessionContext } from './handlers/handler.ts';

/** Sends a show's figures to who runs it, from its control room, until the connection leaves. Others simply don't hear them. */
export async function followFigures({ services, limits }: SessionContext, connection: Connection): Promise<void> {
  const { room, actor } = connection;
  if (!room || !actor) return;
  const { streamId } = room;
  try {
    const stop = await services.analytics.follow(actor, streamId, (analytics) => {
      // The latest value wins: a slow reader gets the next one.
      if (connection.unreadBytes > limits.slowReaderBytes) return;
      connection.send({ type: 'analytics_update', data: { streamId, analytics } });
    });
    if (connection.room === room && connection.isOpen) connection.stopFigures = stop;
    else stop();
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'forbidden')) throw error;
  }
}
