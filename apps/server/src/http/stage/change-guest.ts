import { GuestPatch, StageAnswer } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { GuestParams } from './params.ts';

export const changeGuest = operation({
  method: 'patch',
  path: '/livestreams/:id/guests/:userId',
  tag: 'Video',
  summary: 'Silence a guest on stage, or let it be heard again',
  actor: 'required',
  params: GuestParams,
  body: GuestPatch,
  status: 200,
  answer: StageAnswer,
  errors: ['forbidden', 'not_found', 'ended'],
  handler: ({ services }, { params, body }, actor) =>
    services.stage.mute(actor, params.id, params.userId === 'me' ? actor.id : params.userId, body.muted),
});
