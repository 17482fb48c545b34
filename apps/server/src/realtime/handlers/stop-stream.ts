import { actorOf, type Handler, streamOf } from './handler.ts';

export const stopStream: Handler<'stop_stream'> = async ({ services }, connection, { data }) => {
  const { offset } = await services.livestreams.stop(actorOf(connection), streamOf(connection, data.streamId));
  return { offset };
};
