import { AuditPage, AuditQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listAudit = operation({
  method: 'get',
  path: '/audit',
  tag: 'Audit',
  summary: 'Who did what, newest first; for admins',
  actor: 'required',
  query: AuditQuery,
  status: 200,
  answer: AuditPage,
  errors: ['forbidden'],
  handler: ({ services }, { query }, actor) => services.audit.list(actor, query),
});
