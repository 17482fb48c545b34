import { ChatPage, ChatQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const listChat = operation({
  method: 'get',
  path: '/livestreams/:id/chat',
  tag: 'Livestreams',
  summary: 'The chat of a show, paged back by offset',
  actor: 'optional',
  params: LivestreamParams,
  query: ChatQuery,
  status: 200,
  answer: ChatPage,
  errors: ['not_found'],
  handler: ({ services }, { params, query }, actor) => services.chat.page(actor, params.id, query.before, query.limit),
});
