import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LivestreamInput, type OrderInput, type Product, ProductInput, type ProductRequest } from '@vitrine/protocol';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import { DiskBlobs } from '../../src/adapters/blobs/disk.ts';
import { SharpEncoder } from '../../src/adapters/images/sharp.ts';
import { manualPayment } from '../../src/adapters/payments/manual.ts';
import { StripePayment } from '../../src/adapters/payments/stripe.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { AudienceService } from '../../src/domain/audience/audience.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { LivestreamService } from '../../src/domain/livestreams/livestreams.ts';
import type { MailToSend } from '../../src/domain/outside/mails.ts';
import { createSelling } from '../../src/domain/selling.ts';
import { ShopFeed } from '../../src/domain/timeline/shop-feed.ts';
import { TimelineService } from '../../src/domain/timeline/timelines.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { openMongo } from '../storage/mongo.ts';
import { type FakeStripe, SECRET_KEY, WEBHOOK_SECRET } from './fake-stripe.ts';

export const MINUTE = 60_000;
export const CONTACT = { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1\n9000 Ghent' };
const person = (letter: string, role: Actor['role'], name: string): Actor => ({ id: letter.repeat(24), role, name, sessionHash: null });
export const ADMIN = person('a', 'admin', 'Inès');
export const HOST = person('b', 'host', 'Noor');
export const OTHER_HOST = person('c', 'host', 'Lev');
export const MODERATOR = person('d', 'moderator', 'Mo');
export const AMIR = person('e', 'guest', 'Amir');
export const DANA = person('f', 'customer', 'Dana');

type Selling = ReturnType<typeof createSelling>;
/** A shop over a real store: everything that sells, and nothing else. */
export interface TestShop extends Selling, AsyncDisposable {
  storage: Storage;
  folder: string;
  livestreams: LivestreamService;
  timelines: TimelineService;
  mails: MailToSend[];
  told: string[];
  /** Whether nothing can be queued for the world outside. */
  outside: { isAway: boolean };
  /** What was left for later. */
  errors: unknown[];
  /** Milliseconds since 1970, as the shop's clock has them. */
  now: number;
  product(input?: Partial<ProductRequest> & { price?: number; stock?: number }): Promise<Product>;
  show(lineup?: { productId: string; showPrice?: number; limitPerBuyer?: number }[], host?: Actor): Promise<string>;
}

export type StoreName = 'SQLite' | 'MongoDB';
export const STORES: StoreName[] = ['SQLite', 'MongoDB'];
/** A store of the shop's own; `close` removes what only it has. */
async function openStore(name: StoreName, folder: string): Promise<{ storage: Storage; close: () => Promise<void> }> {
  if (name === 'SQLite') {
    const storage = await openSqliteStorage({ directory: folder });
    return { storage, close: () => storage[Symbol.asyncDispose]() };
  }
  const fixture = await openMongo();
  return { storage: fixture.storage, close: () => fixture[Symbol.asyncDispose]() };
}

export async function openShop(parts: { store?: StoreName; stripe?: FakeStripe; clock?: { now: number } } = {}): Promise<TestShop> {
  const { store = 'SQLite', stripe, clock } = parts;
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-selling-'));
  const { storage, close } = await openStore(store, folder);
  const time = clock ?? { now: Date.UTC(2026, 0, 1) };
  const ticking = { now: () => time.now, monotonic: () => time.now };
  const backplane = createLocalBackplane();
  const timelines = new TimelineService(storage, backplane, ticking);
  const feed = new ShopFeed(timelines);
  const audience: AudienceService = new AudienceService({
    storage,
    backplane,
    clock: ticking,
    isOnAir: (streamId) => livestreams.isOnAir(streamId),
    knownPeak: (streamId) => livestreams.knownPeak(streamId),
  });
  const livestreams: LivestreamService = new LivestreamService({
    storage,
    timelines,
    feed,
    audience,
    clock: ticking,
    endVideo: async () => {},
  });
  const mails: MailToSend[] = [];
  const told: string[] = [];
  const errors: unknown[] = [];
  const outside = { isAway: false };
  const selling = createSelling({
    storage,
    livestreams,
    timelines,
    feed,
    clock: ticking,
    limits: { take: async () => {} },
    mails: {
      async send(mail) {
        if (outside.isAway) throw new DomainError('storage_unavailable', 'away');
        if (!mails.some(({ key }) => key === mail.key)) mails.push(mail);
      },
    },
    webhooks: { emit: async (event, key) => void (told.includes(`${event} ${key}`) || told.push(`${event} ${key}`)) },
    gateways: stripe
      ? [new StripePayment({ secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET, apiBase: stripe.url, clock: ticking }), manualPayment]
      : [manualPayment],
    blobs: new DiskBlobs(join(folder, 'uploads')),
    images: new SharpEncoder(),
    defaults: { name: 'Vitrine', currency: 'EUR' },
    publicUrl: 'https://shop.example',
    onError: (error) => errors.push(error),
  });
  await livestreams.load((error) => errors.push(error));
  await selling.load();
  await feed.start();
  return {
    ...selling,
    storage,
    folder,
    livestreams,
    timelines,
    mails,
    told,
    outside,
    errors,
    get now() {
      return time.now;
    },
    set now(value) {
      time.now = value;
    },
    product: ({ price = 6_800, stock = 10, ...input } = {}) =>
      selling.catalogue.create(ADMIN, ProductInput.parse({ title: 'Dune vase', variants: [{ price, stock }], ...input })),
    async show(lineup = [], host = HOST) {
      const { _id } = await livestreams.create(host, LivestreamInput.parse({ title: 'The Autumn Firing', lineup }));
      return _id;
    },
    async [Symbol.asyncDispose]() {
      feed[Symbol.dispose]();
      timelines[Symbol.dispose]();
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function orderOf(product: Product, more: Partial<OrderInput> & { quantity?: number; unitPrice?: number } = {}): OrderInput {
  const { quantity = 1, unitPrice = product.price, ...rest } = more;
  const variantId = product.variants[0]?.id ?? '';
  return { streamId: null, contact: CONTACT, lines: [{ productId: product._id, variantId, quantity, unitPrice }], ...rest };
}
/** The code that it is refused with, or `done`. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
export const stockOf = async (shop: TestShop, product: Product): Promise<number> => (await shop.catalogue.get(ADMIN, product._id)).stock;
/** What the show's viewers were told of a product: its prices, in order. */
export const toldPrices = async (shop: TestShop, streamId: string): Promise<number[]> =>
  (await shop.timelines.read(streamId, 0, 500)).flatMap((entry) => (entry.type === 'product_changed' ? [entry.data.product.price] : []));
