import { Id } from '@vitrine/protocol';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { RecordedFile } from '../../domain/services.ts';
import type { ByteRange } from '../../ports/blobs.ts';
import { identify } from '../identify.ts';
import { problemsOf } from '../openapi/document.ts';
import { parsed, type RawRoute, sendStream } from '../raw-route.ts';

const Params = z.strictObject({ id: Id, file: z.string() });
const binary = { schema: z.string().meta({ format: 'binary' }) };
const content = { 'video/webm': binary, 'video/mp4': binary, 'image/webp': binary };

export const getRecording: RawRoute = {
  method: 'get',
  path: '/recordings/:id/:file',
  page: {
    tags: ['Video'],
    operationId: 'getRecording',
    summary: 'A file of a show’s recording: a track, its thumbnail or its sheet of previews. Answers Range, so that players can seek',
    security: [{}, { session: [] }, { bearer: [] }],
    request: { params: Params, headers: z.object({ range: z.string().optional(), 'if-range': z.string().optional() }) },
    responses: {
      200: { description: 'The whole file', content },
      206: { description: 'The part that was asked for', content },
      304: { description: 'What the client has is still it' },
      416: { description: 'The range lies beyond the end of the file' },
      ...problemsOf(['invalid', 'not_found', 'unavailable']),
    },
  },
  handlers: ({ config, services }) => [
    async (request, response) => {
      const { id, file } = parsed(Params, { ...request.params });
      const actor = await identify(request, config, services.accounts);
      const recorded = await services.recordings.file(actor, id, file);
      // Asked about each time: a recording may be deleted, a show made private. What a name stands for never changes.
      response.set({ 'Cache-Control': 'private, no-cache', 'Content-Type': recorded.contentType, ETag: `"${file}"` });
      if (request.fresh) response.status(304).end();
      else if (recorded.bytes === null) await sendAll(request, response, recorded);
      else await sendTrack(request, response, recorded, recorded.bytes);
    },
  ],
};

async function sendTrack(request: Request, response: Response, recorded: RecordedFile, bytes: number): Promise<void> {
  response.set('Accept-Ranges', 'bytes');
  const range = rangeOf(request, response, bytes);
  if (range === 'whole') return sendAll(request, response, recorded);
  if (range === 'beyond') {
    response.status(416).set('Content-Range', `bytes */${bytes}`).removeHeader('Content-Type');
    response.end();
    return;
  }
  response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`);
  response.set('Content-Length', String(range.end - range.start + 1));
  if (request.method === 'HEAD') response.end();
  else await sendStream(response, (await recorded.open(range)).body);
}

async function sendAll(request: Request, response: Response, recorded: RecordedFile): Promise<void> {
  if (request.method === 'HEAD' && recorded.bytes !== null) {
    response.set('Content-Length', String(recorded.bytes)).end();
    return;
  }
  const { size, body } = await recorded.open();
  if (size > 0) response.set('Content-Length', String(size));
  if (request.method === 'HEAD') {
    body.destroy();
    response.end();
  } else await sendStream(response, body);
}

/** RFC 9110 section 14.2. Several ranges at once are answered with the whole, as is one of another version of the file. */
function rangeOf(request: Request, response: Response, bytes: number): ByteRange | 'whole' | 'beyond' {
  const condition = request.get('if-range');
  if (condition !== undefined && condition !== response.get('ETag')) return 'whole';
  const ranges = request.range(bytes, { combine: true });
  if (ranges === undefined || ranges === -2) return 'whole';
  if (ranges === -1) return 'beyond';
  const [only, another] = ranges;
  return ranges.type !== 'bytes' || !only || another ? 'whole' : { start: only.start, end: only.end };
}
