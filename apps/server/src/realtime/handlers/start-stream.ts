import { actorOf, type Handler, streamOf } from './handler.ts';

export const startStream: Handler<'start_stream'> = async ({ services }, connection, { data }) => {
  const { offset } = await services.livestreams.start(actorOf(connection), streamOf(connection, data.streamId));
  return { offset };
};
