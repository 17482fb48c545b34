import { Question, QuestionVote } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { QuestionParams } from './params.ts';

export const voteQuestion = operation({
  method: 'put',
  path: '/livestreams/:id/questions/:questionId/vote',
  tag: 'Questions',
  summary: "Give a question one's vote, or take it back",
  actor: 'required',
  params: QuestionParams,
  body: QuestionVote,
  status: 200,
  answer: Question,
  errors: ['not_found', 'banned', 'conflict', 'ended'],
  handler: ({ services }, { params, body }, actor) => services.questions.vote(actor, params.id, params.questionId, body),
});
