import type { TimelineEntry, TimelineEntryOf } from '@vitrine/protocol';
import type {
  LivestreamRecord,
  OrderRecord,
  OrderTerms,
  ProductRecord,
  SessionRecord,
  Storage,
  UserRecord,
} from '../../../ports/storage.ts';

/** A store under test, opened anew for each case. */
export interface StorageFixture {
  storage: Storage;
  /** Closes the store and opens it again, as a restart does. */
  reopen(): Promise<Storage>;
  [Symbol.asyncDispose](): Promise<void>;
}
export type OpenFixture = () => Promise<StorageFixture>;
/** Runs one case against a fresh store. */
export type Case = (run: (storage: Storage, fixture: StorageFixture) => Promise<void>) => () => Promise<void>;

/** The nth id: rising, 24 hex digits. */
export const id = (n: number): string => n.toString(16).padStart(24, '0');
export const AT = Date.UTC(2026, 0, 15, 20, 0, 0);
const MINUTE = 60_000;

export const user = (n: number, changes: Partial<UserRecord> = {}): UserRecord => ({
  _id: id(n),
  email: `user${n}@shop.example`,
  name: `User ${n}`,
  role: 'host',
  passwordHash: '$argon2id$…',
  createdAt: AT,
  ...changes,
});
export const session = (tokenHash: string, changes: Partial<SessionRecord> = {}): SessionRecord => ({
  tokenHash,
  subjectId: id(1),
  kind: 'guest',
  guestName: 'Mira',
  userAgent: 'Firefox',
  createdAt: AT,
  expiresAt: AT + MINUTE,
  ...changes,
});
export const livestream = (n: number, changes: Partial<LivestreamRecord> = {}): LivestreamRecord => ({
  _id: id(n),
  epoch: `epoch-${n}`,
  title: `Show ${n}`,
  description: '',
  createdBy: id(1),
  hostName: 'Noor',
  status: 'scheduled',
  run: 0,
  startTime: null,
  endTime: null,
  scheduledFor: null,
  thumbnailUrl: null,
  recordingUrl: null,
  recording: null,
  quality: '720p',
  visibility: 'public',
  tags: [],
  settings: { slowMode: 0, chatMode: 'everyone', links: 'hold', blockedWords: [], questions: true, recording: true },
  lineup: [],
  pinnedProducts: [],
  pinnedMessage: null,
  guests: [],
  broadcastKey: null,
  hostAwaySince: null,
  peakViewers: 0,
  engagement: null,
  owed: [],
  createdAt: AT + n,
  updatedAt: AT + n,
  ...changes,
});
export const message = (streamId: string, offset: number, changes: Partial<TimelineEntryOf<'chat_message'>> = {}): TimelineEntry => ({
  streamId,
  offset,
  key: `${id(7)}:${offset}`,
  type: 'chat_message',
  at: new Date(AT + offset).toISOString(),
  actorId: id(7),
  data: { username: 'Mira', message: `message ${offset}`, isAdmin: false },
  ...changes,
});
export const started = (streamId: string, offset: number): TimelineEntry => ({
  streamId,
  offset,
  key: 'started:1',
  type: 'stream_started',
  at: new Date(AT).toISOString(),
  data: { run: 1 },
});
export const product = (n: number, changes: Partial<ProductRecord> = {}): ProductRecord => ({
  _id: id(n),
  title: `Product ${n}`,
  description: '',
  images: ['/uploads/one.webp'],
  tags: [],
  currency: 'EUR',
  variants: [{ id: id(1000 + n), name: '', price: 1200, compareAtPrice: null, stock: 5 }],
  taxRate: null,
  archived: false,
  owed: [],
  createdAt: AT + n,
  updatedAt: AT + n,
  ...changes,
});
/** Nothing is agreed beside the catalogue. */
export const NO_TERMS: OrderTerms = { prices: [], limits: [] };
/** An order of one variant of a product as `product` makes it. */
export const order = (
  n: number,
  of: { product: ProductRecord; quantity?: number; variant?: number },
  changes: Partial<OrderRecord> = {},
): Omit<OrderRecord, 'number'> => {
  const variant = of.product.variants[of.variant ?? 0];
  if (!variant) throw new Error('the product has no such variant');
  const quantity = of.quantity ?? 1;
  return {
    _id: id(n),
    streamId: id(9),
    buyerId: id(50_000 + n),
    contact: { name: 'Mira', email: 'mira@mail.example', address: 'Canal 1' },
    lines: [
      {
        productId: of.product._id,
        variantId: variant.id,
        title: of.product.title,
        variantName: variant.name,
        image: null,
        unitPrice: variant.price,
        quantity,
        taxPercent: 0,
      },
    ],
    currency: 'EUR',
    delivery: null,
    total: variant.price * quantity,
    taxes: [],
    state: 'placing',
    payment: { provider: 'manual', url: null },
    paymentReference: null,
    payBefore: null,
    history: [],
    createdAt: AT + n,
    updatedAt: AT + n,
    requestHash: `hash-${n}`,
    owed: [],
    ...changes,
  };
};

/** Reads a list to its end, page by page; `between` runs after each page. */
export async function allPages<T>(
  read: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor?: string }>,
  between: () => Promise<void> = async () => {},
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 100; pages++) {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === undefined) return items;
    await between();
  }
  throw new Error('the list does not end');
}
export const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
