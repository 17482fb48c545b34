import { actorOf, type Handler, rateSubject, streamOf } from './handler.ts';

export const productClicked: Handler<'product_clicked'> = async ({ services }, connection, { data }) => {
  const actor = actorOf(connection);
  const streamId = streamOf(connection, data.streamId);
  await services.limits.take('product_clicked', rateSubject(actor));
  await services.audience.clicked(actor, streamId, data.productIds);
  return {};
};
