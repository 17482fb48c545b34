import { zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import {
  Account,
  Analytics,
  ChatMessage,
  ChatPage,
  Livestream,
  LivestreamDetail,
  Order,
  Problem,
  Product,
  SessionAnswer,
  TimelineEntry,
  VideoCredentials,
  WebhookDelivery,
  WebhookEndpoint,
} from '@vitrine/protocol';

/** Schemas that the document names once and refers to. */
const NAMED = {
  Account,
  Analytics,
  ChatMessage,
  ChatPage,
  Livestream,
  LivestreamDetail,
  Order,
  Problem,
  Product,
  SessionAnswer,
  TimelineEntry,
  VideoCredentials,
  WebhookDelivery,
  WebhookEndpoint,
};
// By its own registry: Zod's `meta` would name only schemas that the library has wrapped.
for (const [refId, schema] of Object.entries(NAMED)) zodToOpenAPIRegistry.add(schema, { _internal: { refId } });

export { Problem };
