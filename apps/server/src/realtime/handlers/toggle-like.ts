import { actorOf, type Handler, rateSubject, streamOf } from './handler.ts';

export const toggleLike: Handler<'toggle_like'> = async ({ services }, connection, { data }) => {
  const actor = actorOf(connection);
  const streamId = streamOf(connection, data.streamId);
  await services.limits.take('toggle_like', rateSubject(actor));
  return services.likes.set(actor, streamId, data.liked);
};
