import { actorOf, type Handler, streamOf } from './handler.ts';

export const pinnedProductsUpdated: Handler<'pinned_products_updated'> = async ({ services }, connection, { id, data }) => {
  const { offset } = await services.pins.set(actorOf(connection), streamOf(connection, data.streamId), data.productIds, id);
  return { offset };
};
