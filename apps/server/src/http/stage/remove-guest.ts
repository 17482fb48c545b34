import { StageAnswer } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { GuestParams } from './params.ts';

export const removeGuest = operation({
  method: 'delete',
  path: '/livestreams/:id/guests/:userId',
  tag: 'Video',
  summary: 'Put a guest off the stage or take an invitation back; with `me`, say no to it or leave',
  actor: 'required',
  params: GuestParams,
  status: 200,
  answer: StageAnswer,
  errors: ['forbidden', 'not_found', 'ended'],
  handler: ({ services }, { params }, actor) => services.stage.remove(actor, params.id, params.userId === 'me' ? actor.id : params.userId),
});
