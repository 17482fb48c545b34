import { Readiness } from '@vitrine/protocol';
import { DomainError } from '../../domain/errors.ts';
import { operation } from '../operation.ts';
import { VERSION } from './version.ts';

export const readiness = operation({
  method: 'get',
  path: '/readyz',
  tag: 'Server',
  summary: 'It takes requests: the store answers and the server is not stopping',
  actor: 'optional',
  status: 200,
  answer: Readiness,
  errors: ['unavailable', 'storage_unavailable'],
  async handler(context) {
    if (context.isDraining()) throw new DomainError('unavailable', 'The server is stopping.');
    const { status } = context.services;
    if (!(await status.storeAnswers())) throw new DomainError('storage_unavailable', 'The store does not answer.', { retryAfter: 2 });
    // Without Redis everything still arrives, later: no reason to send people elsewhere.
    return { status: 'ok' as const, version: VERSION, nodes: status.nodesHearEachOther() ? ('connected' as const) : ('apart' as const) };
  },
});
