import { followFigures } from '../live-figures.ts';
import { followVideoHealth } from '../video-health.ts';
import type { Handler } from './handler.ts';
import { enter } from './register.ts';

/**
 * As `register`. It grants nothing: every command asks the actor's role; it only keeps the shop's own staff out of the viewer count, and
 * tells a show's figures, and how its video is, to who runs it.
 */
export const registerAdmin: Handler<'register_admin'> = async (context, connection, event) => {
  const outcome = await enter(context, connection, event.data, true);
  await followFigures(context, connection);
  await followVideoHealth(context, connection);
  return outcome;
};
