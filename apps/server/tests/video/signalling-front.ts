import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { DomainError } from '../../src/domain/errors.ts';
import type { VideoSignalling } from '../../src/ports/video.ts';

/** The least HTTP that WHIP and WHEP clients need, for suites about the video service alone. */
export async function signallingFront(signalling: VideoSignalling): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const [, kind, streamId = '', sessionId] = (request.url ?? '').split('/');
    const protocol = kind === 'whip' ? 'whip' : 'whep';
    try {
      const grant = signalling.verify((request.headers.authorization ?? '').replace(/^Bearer /, ''), streamId, protocol);
      if (request.method === 'POST') {
        const session = await signalling.open(grant, await text(request));
        response.writeHead(201, {
          'content-type': 'application/sdp',
          location: `/${kind}/${streamId}/${session.sessionId}`,
          etag: session.etag,
        });
        response.end(session.answer);
      } else if (request.method === 'PATCH') {
        await signalling.trickle(grant, sessionId ?? '', await text(request), request.headers['if-match'] ?? null);
        response.writeHead(204).end();
      } else {
        await signalling.close(grant, sessionId ?? '');
        response.writeHead(200).end();
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      response
        .writeHead(error.status, error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) })
        .end(`${error.code}: ${error.message}`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
