import { randomUUID } from 'node:crypto';
import { isStaff } from '../../domain/actor.ts';
import { actorOf, type Handler, rateSubject, streamOf } from './handler.ts';

export const chatMessage: Handler<'chat_message'> = async ({ services }, connection, { id, data }) => {
  const actor = actorOf(connection);
  const streamId = streamOf(connection, data.streamId);
  if (!isStaff(actor)) await services.limits.take('chat_message', rateSubject(actor));
  return services.chat.post(actor, streamId, data.message, id ?? randomUUID());
};
