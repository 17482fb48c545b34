import { Report, ReportPatch } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { ModerationParams } from './params.ts';

export const closeReport = operation({
  method: 'patch',
  path: '/moderation/reports/:id',
  tag: 'Moderation',
  summary: 'Resolve or dismiss a report',
  actor: 'required',
  params: ModerationParams,
  body: ReportPatch,
  status: 200,
  answer: Report,
  errors: ['forbidden', 'not_found', 'conflict'],
  handler: ({ services }, { params, body }, actor) => services.moderation.closeReport(actor, params.id, body),
});
