import { z } from 'zod';
import { identify } from '../identify.ts';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { problemsOf } from '../openapi/document.ts';
import { parsed, type RawRoute } from '../raw-route.ts';

const TYPE = 'image/webp';
/** Seconds: about as long as the next one takes to come. */
const MAX_AGE = 5;

export const getStill: RawRoute = {
  method: 'get',
  path: '/livestreams/:id/still.webp',
  page: {
    tags: ['Video'],
    operationId: 'getLivestreamStill',
    summary: 'How a show on air looked a few seconds ago; not found where no still could be made, as of H.264 without ffmpeg',
    security: [{}, { session: [] }, { bearer: [] }],
    request: { params: LivestreamParams },
    responses: {
      200: { description: 'The picture', content: { [TYPE]: { schema: z.string().meta({ format: 'binary' }) } } },
      ...problemsOf(['invalid', 'not_found']),
    },
  },
  handlers: ({ config, services }) => [
    async (request, response) => {
      const { id } = parsed(LivestreamParams, { ...request.params });
      const actor = await identify(request, config, services.accounts);
      const still = await services.recordings.still(actor, id);
      response.set({ 'Cache-Control': `private, max-age=${MAX_AGE}`, 'Content-Type': TYPE }).send(still);
    },
  ],
};
