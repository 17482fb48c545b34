import { EntryAnswer, PinnedMessageInput } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const pinMessage = operation({
  method: 'put',
  path: '/livestreams/:id/pinned-message',
  tag: 'Moderation',
  summary: 'Keep a message on top of the chat, or take it down',
  actor: 'required',
  params: LivestreamParams,
  body: PinnedMessageInput,
  status: 200,
  answer: EntryAnswer,
  errors: ['forbidden', 'not_found', 'ended'],
  handler: ({ services }, { params, body }, actor) => services.moderation.pinMessage(actor, params.id, body.offset),
});
