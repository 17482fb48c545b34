import type { RequestListener } from 'node:http';
import { VERSION } from './health/version.ts';
import { PROBLEM_TYPE, problem } from './problem.ts';

/** Answers while the server waits for its store: it is alive, and not ready. */
export const answerWhileStarting: RequestListener = (request, response) => {
  if (request.url === '/healthz') {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ status: 'ok', version: VERSION }));
    return;
  }
  const details = problem('storage_unavailable', { detail: 'The server is starting: it waits for its store.', retryAfter: 2 });
  response
    .writeHead(details.status, { 'Content-Type': PROBLEM_TYPE, 'Retry-After': String(details.retryAfter), 'Cache-Control': 'no-store' })
    .end(JSON.stringify(details));
};
