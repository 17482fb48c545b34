import { QuestionList, QuestionQuery } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const listQuestions = operation({
  method: 'get',
  path: '/livestreams/:id/questions',
  tag: 'Questions',
  summary: 'Questions of a show: open ones with the most votes first, answered ones newest first',
  actor: 'optional',
  params: LivestreamParams,
  query: QuestionQuery,
  status: 200,
  answer: QuestionList,
  errors: ['not_found'],
  handler: ({ services }, { params, query }, actor) => services.questions.list(actor, params.id, query),
});
