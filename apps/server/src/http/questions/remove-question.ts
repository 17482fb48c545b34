import { operation } from '../operation.ts';
import { QuestionParams } from './params.ts';

export const removeQuestion = operation({
  method: 'delete',
  path: '/livestreams/:id/questions/:questionId',
  tag: 'Questions',
  summary: 'Remove a question',
  actor: 'required',
  params: QuestionParams,
  status: 204,
  errors: ['forbidden', 'not_found', 'conflict'],
  handler: ({ services }, { params }, actor) => services.questions.remove(actor, params.id, params.questionId),
});
