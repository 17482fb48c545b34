import { actorOf, type Handler, rateSubject, streamOf } from './handler.ts';

export const playbackReport: Handler<'playback_report'> = async ({ services }, connection, { data }) => {
  const actor = actorOf(connection);
  const { streamId: named, ...report } = data;
  const streamId = streamOf(connection, named);
  await services.limits.take('playback_report', rateSubject(actor));
  services.playback.report(actor, streamId, report);
  return {};
};
