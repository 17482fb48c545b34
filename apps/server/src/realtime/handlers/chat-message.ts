import { randomUUID } from 'node:crypto';
import { actorOf, type Handler, streamOf } from './handler.ts';

/** The domain counts the rate itself: a message that is sent again costs nothing. */
export const chatMessage: Handler<'chat_message'> = async ({ services }, connection, { id, data }) =>
  services.chat.post(actorOf(connection), streamOf(connection, data.streamId), data.message, id ?? randomUUID());
