import { z } from 'zod';
import { problemsOf } from '../openapi/document.ts';
import { type RawRoute, sendStream } from '../raw-route.ts';

const YEAR = 31_536_000;
const TYPE = 'image/webp';

export const getUpload: RawRoute = {
  method: 'get',
  path: '/uploads/:name',
  page: {
    tags: ['Uploads'],
    operationId: 'getUpload',
    summary: 'A picture that was uploaded. Its name says what is in it, so it may be kept for good',
    security: [{}],
    request: { params: z.object({ name: z.string() }) },
    responses: {
      200: { description: 'The picture', content: { [TYPE]: { schema: z.string().meta({ format: 'binary' }) } } },
      ...problemsOf(['not_found', 'unavailable']),
    },
  },
  handlers: ({ services }) => [
    async (request, response) => {
      const { name } = request.params;
      const { size, body } = await services.uploads.open(typeof name === 'string' ? name : '');
      response.set({ 'Cache-Control': `public, max-age=${YEAR}, immutable`, 'Content-Type': TYPE });
      if (size > 0) response.set('Content-Length', String(size));
      if (request.method === 'HEAD') {
        body.destroy();
        response.end();
      } else await sendStream(response, body);
    },
  ],
};
