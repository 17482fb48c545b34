import type {
  Order,
  OrderExportQuery,
  OrderInput,
  OrderPatch,
  OrderQuery,
  PaymentProvider,
  PinsAnswer,
  Product,
  ProductImport,
  ProductInput,
  ProductPatch,
  ProductQuery,
  PublicShop,
  ShopSettings,
  ShopSettingsPatch,
  UploadedImage,
} from '@vitrine/protocol';
import type { StoredBlob } from '../../ports/blobs.ts';
import type { Page } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';

export interface Pins {
  /** Replaces the pins. `commandId` makes a repeated command write once. */
  set(actor: Actor, streamId: string, productIds: string[], commandId?: string): Promise<PinsAnswer>;
  /** What the show presents to whoever may see it: its line-up in order, then what is pinned beside it. */
  presented(actor: Actor | null, streamId: string): Promise<Product[]>;
  /** The products pinned now, in order. */
  current(streamId: string): Promise<Product[]>;
}

export interface Shop {
  /** As this node last read them. */
  readonly settings: ShopSettings;
  /** What everyone may know. */
  readonly public: PublicShop;
  /** For admins. */
  read(actor: Actor): Promise<ShopSettings>;
  /** For admins. Every node hears of it. */
  change(actor: Actor, patch: ShopSettingsPatch): Promise<ShopSettings>;
}

export interface Catalogue {
  create(actor: Actor, input: ProductInput): Promise<Product>;
  get(actor: Actor | null, id: string): Promise<Product>;
  list(actor: Actor | null, query: ProductQuery): Promise<Page<Product>>;
  /** Tells every show that has the product pinned. */
  update(actor: Actor, id: string, patch: ProductPatch): Promise<Product>;
  /** The whole catalogue, a line a variant, as `importCsv` takes it. */
  exportCsv(actor: Actor): AsyncIterable<string>;
  /** All of the file or nothing; `invalid` names the lines that are wrong. The same file again makes nothing twice. */
  importCsv(actor: Actor, text: string): Promise<ProductImport>;
}

export interface Orders {
  /** The same key gives the same answer; the same key with another body is `key_reused`. */
  place(actor: Actor, input: OrderInput, idempotencyKey: string): Promise<{ order: Order; repeated: boolean }>;
  get(actor: Actor, id: string): Promise<Order>;
  list(actor: Actor, query: OrderQuery): Promise<Page<Order>>;
  /** Those that the filter finds, a line for each of their lines. */
  exportCsv(actor: Actor, query: OrderExportQuery): Promise<AsyncIterable<string>>;
  /** Opens the buyer's payment where that did not work when it was placed: `payment.url` says where. */
  openPayment(actor: Actor, id: string): Promise<Order>;
  /** One step on; `conflict` when the order is in a state that does not lead there. */
  change(actor: Actor, id: string, patch: OrderPatch): Promise<Order>;
}

export interface Payments {
  /** Takes a message that the provider has signed; resolves when all that follows from it is durable. The same one again does nothing. */
  receive(provider: PaymentProvider, body: Buffer, signature: string): Promise<void>;
}

export interface Uploads {
  /** @throws DomainError `forbidden`. */
  assertMayUpload(actor: Actor): void;
  /** A picture of at most `LIMITS.uploadBytes`, made anew. */
  take(actor: Actor, bytes: Buffer): Promise<UploadedImage>;
  /** A picture by its name; its body is a WebP file. */
  open(name: string): Promise<StoredBlob>;
}
