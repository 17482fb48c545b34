import { actorOf, type Handler } from './handler.ts';

export const ping: Handler<'ping'> = async ({ clock }, connection) => {
  actorOf(connection);
  connection.send({ type: 'pong', data: { serverTime: new Date(clock.now()).toISOString() } });
  return {};
};
