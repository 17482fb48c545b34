import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { Id, WebhookData, WebhookEvent, webhookMessage } from '@vitrine/protocol';
import { z } from 'zod';

const SUMMARIES: Record<WebhookEvent, string> = {
  'livestream.started': 'A show is on air',
  'livestream.ended': 'A show is over',
  'order.placed': 'Somebody has ordered; the stock is held',
  'order.paid': 'The money for an order is there',
};

const headers = z.object({
  'webhook-id': z.string().meta({ description: 'The same in every try: what has been had before is to be left aside' }),
  'webhook-timestamp': z
    .string()
    .meta({ description: 'Seconds since 1970 when this try was sent: refuse what is older than five minutes' }),
  'webhook-signature': z.string().meta({ description: '`v1,` and the HMAC-SHA256 of `id.timestamp.body`, in base64' }),
});

const pageOf = (event: string, summary: string, data: z.ZodType): RouteConfig => ({
  method: 'post',
  path: event,
  operationId: event.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase()),
  tags: ['Webhooks'],
  summary,
  description:
    'Signed as Standard Webhooks has it (standardwebhooks.com). Tried eight times over a day and a half until it is answered with 2xx.',
  request: { headers, body: { required: true, content: { 'application/json': { schema: webhookMessage(event, data) } } } },
  responses: {
    '2XX': { description: 'Taken. The body of the answer is not read' },
    410: { description: 'Send nothing more: the webhook is paused' },
  },
});

/** What Vitrine sends to the addresses under `/webhooks`. */
export const WEBHOOK_PAGES: readonly RouteConfig[] = [
  ...WebhookEvent.options.map((event) => pageOf(event, SUMMARIES[event], WebhookData[event])),
  pageOf('webhook.ping', 'An admin tries the address', z.object({ endpointId: Id })),
];
