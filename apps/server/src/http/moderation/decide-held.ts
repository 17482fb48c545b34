import { HeldDecision, HeldOutcome } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { ModerationParams } from './params.ts';

export const decideHeld = operation({
  method: 'patch',
  path: '/moderation/held/:id',
  tag: 'Moderation',
  summary: 'Approve a held message, which then stands in the chat, or refuse it',
  actor: 'required',
  params: ModerationParams,
  body: HeldDecision,
  status: 200,
  answer: HeldOutcome,
  errors: ['forbidden', 'not_found', 'ended'],
  handler: ({ services }, { params, body }, actor) => services.moderation.decideHeld(actor, params.id, body),
});
