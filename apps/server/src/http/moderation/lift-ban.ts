import { operation } from '../operation.ts';
import { ModerationParams } from './params.ts';

export const liftBan = operation({
  method: 'delete',
  path: '/moderation/bans/:id',
  tag: 'Moderation',
  summary: 'Lift a ban or a timeout',
  actor: 'required',
  params: ModerationParams,
  status: 204,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params }, actor) => services.bans.lift(actor, params.id),
});
