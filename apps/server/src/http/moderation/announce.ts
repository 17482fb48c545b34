import { AnnouncementInput, EntryAnswer } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const announce = operation({
  method: 'post',
  path: '/livestreams/:id/announcements',
  tag: 'Moderation',
  summary: "Say something to everyone in the show, in the shop's name",
  actor: 'required',
  params: LivestreamParams,
  body: AnnouncementInput,
  status: 201,
  answer: EntryAnswer,
  errors: ['forbidden', 'not_found', 'ended'],
  handler: ({ services }, { params, body }, actor) => services.moderation.announce(actor, params.id, body),
});
