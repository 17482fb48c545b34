import { SystemReport } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const getSystem = operation({
  method: 'get',
  path: '/system',
  tag: 'Server',
  summary: 'Which parts this deployment runs on, and what an operator should see to; for admins',
  actor: 'required',
  status: 200,
  answer: SystemReport,
  errors: ['forbidden'],
  handler: ({ services }, _, actor) => services.system.report(actor),
});
