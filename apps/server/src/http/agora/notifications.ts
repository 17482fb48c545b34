import express from 'express';
import { z } from 'zod';
import { problemsOf } from '../openapi/document.ts';
import type { RawRoute } from '../raw-route.ts';

/** The largest message that is read, in bytes; Agora's are a few hundred. */
const MESSAGE_BYTES = 64 * 1024;
const SIGNATURE = 'agora-signature-v2';

/** No session and no origin: the signature over the very bytes is the proof. */
export const agoraNotifications: RawRoute = {
  method: 'post',
  path: '/agora/notifications',
  page: {
    tags: ['Video'],
    operationId: 'postAgoraNotifications',
    summary: 'For Agora alone: who publishes in a show’s channel, signed. Sent again it does nothing more',
    security: [{}],
    request: {
      headers: z.object({ [SIGNATURE]: z.string() }),
      body: { required: true, content: { 'application/json': { schema: z.looseObject({}) } } },
    },
    responses: {
      200: { description: 'Taken', content: { 'application/json': { schema: z.strictObject({}) } } },
      ...problemsOf(['invalid', 'not_found', 'too_large', 'storage_unavailable']),
    },
  },
  handlers: ({ services }) => [
    express.raw({ limit: MESSAGE_BYTES, type: () => true }),
    async (request, response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await services.video.receive(body, request.get(SIGNATURE) ?? '');
      // Agora wants JSON with its 200, else it sends the message again.
      response.json({});
    },
  ],
};
