import { ReportInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { MessageParams } from './params.ts';

export const reportMessage = operation({
  method: 'post',
  path: '/livestreams/:id/chat/:offset/reports',
  tag: 'Moderation',
  summary: 'Report a message to the moderators',
  actor: 'required',
  params: MessageParams,
  body: ReportInput,
  status: 204,
  errors: ['not_found', 'banned'],
  handler: ({ services }, { params, body }, actor) => services.moderation.report(actor, params.id, params.offset, body),
});
