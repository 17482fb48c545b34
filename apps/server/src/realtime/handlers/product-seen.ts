import { actorOf, type Handler, rateSubject, streamOf } from './handler.ts';

export const productSeen: Handler<'product_seen'> = async ({ services }, connection, { data }) => {
  const actor = actorOf(connection);
  const streamId = streamOf(connection, data.streamId);
  await services.limits.take('product_seen', rateSubject(actor));
  await services.audience.seen(actor, streamId, data.productIds);
  return {};
};
