import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

const REQUEST_ID = /^[\w-]{1,64}$/;
const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';
const isRoutine = (path: string): boolean => /^\/(healthz|readyz|metrics)$|\/assets\//.test(path);

/** One line per request: method, path and status. Headers, query and bodies stay out of the log: they carry tokens and people's words. */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId(request: IncomingMessage, response: ServerResponse) {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    wrapSerializers: false,
    serializers: {
      req: (request: IncomingMessage & { id: unknown; originalUrl?: string }) => ({
        id: request.id,
        method: request.method,
        path: pathOf(request.originalUrl ?? request.url),
      }),
      res: (response: ServerResponse) => ({ status: response.statusCode }),
    },
    customLogLevel(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse, error?: Error) {
      if (error || response.statusCode >= 500) return 'error';
      return isRoutine(pathOf(request.originalUrl ?? request.url)) ? 'debug' : 'info';
    },
  });
}
