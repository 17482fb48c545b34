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
} from '@vitrine/protocol';
import { z } from 'zod';

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
};
for (const [id, schema] of Object.entries(NAMED)) if (!z.globalRegistry.has(schema)) z.globalRegistry.add(schema, { id });

export { Problem };
