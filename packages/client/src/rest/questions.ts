import type { Question, QuestionList, QuestionQuery, QuestionRequest } from '@vitrine/protocol';
import type { CallOptions, Request } from './call.ts';

/** What viewers ask of the host, and tell the moderators. */
export function questionCalls(request: Request) {
  const show = (id: string): string => `/livestreams/${encodeURIComponent(id)}`;
  const message = (streamId: string, offset: number): string => `${show(streamId)}/chat/${offset}`;
  const question = (streamId: string, id: string): string => `${show(streamId)}/questions/${encodeURIComponent(id)}`;
  return {
    reportMessage: (streamId: string, offset: number, reason = '', call: CallOptions = {}) =>
      request<void>('POST', `${message(streamId, offset)}/reports`, { ...call, body: { reason } }),
    questions: (streamId: string, query: Partial<QuestionQuery> = {}, call: CallOptions = {}) =>
      request<QuestionList>('GET', `${show(streamId)}/questions`, { ...call, query }),
    /** The same `id` asks once. */
    askQuestion: (streamId: string, input: QuestionRequest, call: CallOptions = {}) =>
      request<Question>('POST', `${show(streamId)}/questions`, { ...call, body: input }),
    voteQuestion: (streamId: string, id: string, up: boolean, call: CallOptions = {}) =>
      request<Question>('PUT', `${question(streamId, id)}/vote`, { ...call, body: { up } }),
  };
}
