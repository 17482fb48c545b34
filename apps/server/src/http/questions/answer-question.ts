import { Question, QuestionAnswerInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { QuestionParams } from './params.ts';

export const answerQuestion = operation({
  method: 'post',
  path: '/livestreams/:id/questions/:questionId/answer',
  tag: 'Questions',
  summary: 'Answer a question in writing, or say that it was answered aloud',
  actor: 'required',
  params: QuestionParams,
  body: QuestionAnswerInput,
  status: 200,
  answer: Question,
  errors: ['forbidden', 'not_found', 'conflict'],
  handler: ({ services }, { params, body }, actor) => services.questions.answer(actor, params.id, params.questionId, body),
});
