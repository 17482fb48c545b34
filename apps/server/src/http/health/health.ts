import { Health } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { VERSION } from './version.ts';

export const health = operation({
  method: 'get',
  path: '/healthz',
  tag: 'Server',
  summary: 'The process is alive',
  actor: 'optional',
  status: 200,
  answer: Health,
  handler: async () => ({ status: 'ok' as const, version: VERSION }),
});
