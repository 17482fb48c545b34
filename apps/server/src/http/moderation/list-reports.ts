import { ReportPage, ReportQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listReports = operation({
  method: 'get',
  path: '/moderation/reports',
  tag: 'Moderation',
  summary: 'Reports: open ones oldest first, others newest first',
  actor: 'required',
  query: ReportQuery,
  status: 200,
  answer: ReportPage,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { query }, actor) => services.moderation.reports(actor, query),
});
