import type { ChatMessage, Product, ServerEvent, ServerEventPayload } from '@vitrine/protocol';

export const STREAM = 'a'.repeat(24);
export const VIEWER = 'b'.repeat(24);
export const AT = '2026-01-01T12:00:00.000Z';

export const registered = (more: Partial<ServerEventPayload<'registered'>> = {}): ServerEvent => ({
  type: 'registered',
  data: { streamId: STREAM, viewerId: VIEWER, username: 'Clara', role: 'guest', serverTime: AT, ...more },
});
export const update = (more: Partial<ServerEventPayload<'stream_update'>> = {}): ServerEvent => ({
  type: 'stream_update',
  data: { streamId: STREAM, status: 'live', viewerCount: 3, peakViewers: 5, likes: 10, startTime: AT, ...more },
});
export const history = (more: Partial<ServerEventPayload<'chat_history'>> = {}): ServerEvent => ({
  type: 'chat_history',
  data: { streamId: STREAM, epoch: 'one', offset: 0, recovered: false, messages: [], ...more },
});
export const line = (offset: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  offset,
  key: `other:${offset}`,
  viewerId: 'other',
  username: 'Ines',
  message: `line ${offset}`,
  timestamp: AT,
  isAdmin: false,
  ...more,
});
export const said = (message: ChatMessage): ServerEvent => ({ type: 'chat_message', data: { streamId: STREAM, ...message } });
export const product = (id: string, more: Partial<Product> = {}): Product => ({
  _id: id,
  title: 'Vase',
  description: '',
  images: [],
  tags: [],
  currency: 'EUR',
  variants: [{ id: 'c'.repeat(24), name: '', price: 6800, compareAtPrice: null, stock: 4 }],
  price: 6800,
  stock: 4,
  taxRate: null,
  archived: false,
  createdAt: AT,
  updatedAt: AT,
  ...more,
});
export const pinned = (offset: number, products: Product[]): ServerEvent => ({
  type: 'pinned_products_updated',
  data: { streamId: STREAM, offset, products },
});
