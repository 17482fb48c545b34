import { actorOf, type Handler } from './handler.ts';

export const leave: Handler<'leave'> = async ({ hub, lobby }, connection) => {
  actorOf(connection);
  hub.takeOut(connection);
  lobby.enter(connection);
  return {};
};
