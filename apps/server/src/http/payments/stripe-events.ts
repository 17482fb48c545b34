import express from 'express';
import { z } from 'zod';
import { problemsOf } from '../openapi/document.ts';
import type { RawRoute } from '../raw-route.ts';

/** The largest message that is read, in bytes; Stripe's are a few KB. */
const MESSAGE_BYTES = 256 * 1024;
const SIGNATURE = 'stripe-signature';

/** No session and no origin: the signature over the very bytes is the proof. */
export const stripeEvents: RawRoute = {
  method: 'post',
  path: '/payments/stripe',
  page: {
    tags: ['Orders'],
    operationId: 'postPaymentsStripe',
    summary: 'For Stripe alone: what has become of payments, signed. Sent again it does nothing more',
    security: [{}],
    request: {
      headers: z.object({ [SIGNATURE]: z.string() }),
      body: { required: true, content: { 'application/json': { schema: z.looseObject({}) } } },
    },
    responses: {
      204: { description: 'Taken: all that follows from it is stored' },
      ...problemsOf(['invalid', 'not_found', 'in_progress', 'too_large', 'payment_unavailable', 'storage_unavailable']),
    },
  },
  handlers: ({ services }) => [
    express.raw({ limit: MESSAGE_BYTES, type: () => true }),
    async (request, response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await services.payments.receive('stripe', body, request.get(SIGNATURE) ?? '');
      response.status(204).end();
    },
  ],
};
