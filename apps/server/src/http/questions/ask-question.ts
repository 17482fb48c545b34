import { Question, QuestionInput } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const askQuestion = operation({
  method: 'post',
  path: '/livestreams/:id/questions',
  tag: 'Questions',
  summary: 'Ask the host; the same `id` asks once',
  actor: 'required',
  params: LivestreamParams,
  body: QuestionInput,
  status: 201,
  answer: Question,
  errors: ['not_found', 'name_required', 'banned', 'blocked', 'conflict', 'ended'],
  handler: ({ services }, { params, body }, actor) => services.questions.ask(actor, params.id, body),
});
