import { Health } from '@vitrine/protocol';
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
  answer: Health,
  errors: ['unavailable', 'storage_unavailable'],
  async handler(context) {
    if (context.isDraining()) throw new DomainError('unavailable', 'The server is stopping.');
    // The cheapest question that only the store can answer.
    await context.services.accounts.needsSetup();
    return { status: 'ok' as const, version: VERSION };
  },
});
