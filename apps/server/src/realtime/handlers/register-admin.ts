import type { Handler } from './handler.ts';
import { enter } from './register.ts';

/** As `register`. It grants nothing: every command asks the actor's role; it only keeps the shop's own staff out of the viewer count. */
export const registerAdmin: Handler<'register_admin'> = (context, connection, event) => enter(context, connection, event.data, true);
