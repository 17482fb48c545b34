import type { Product, ProductImport, ProductInput, ProductPatch, ProductQuery, VariantPatch } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { OwedEntry, Page, ProductRecord, Storage, VariantChange } from '../../ports/storage.ts';
import { type Actor, isStaff } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Catalogue, Shop } from '../services.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { PRODUCT_HEADER, productLines } from './product-csv.ts';
import { importProducts } from './product-import.ts';
import { productInShow } from './product-in-show.ts';
import { productView } from './product-view.ts';

/** How many owing products one sweep takes. */
const SWEEP = 100;
const EXPORT_PAGE = 100;

export class CatalogueService implements Catalogue {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #timelines: TimelineService;
  readonly #clock: Clock;
  readonly #shop: Pick<Shop, 'settings'>;

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    timelines: TimelineService;
    clock: Clock;
    shop: Pick<Shop, 'settings'>;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#timelines = parts.timelines;
    this.#clock = parts.clock;
    this.#shop = parts.shop;
  }

  async create(actor: Actor, input: ProductInput): Promise<Product> {
    assertMayEdit(actor);
    return productView(await this.#insert(newId(this.#clock), input));
  }

  async get(actor: Actor | null, id: string): Promise<Product> {
    const record = await this.#record(id);
    if (record.archived && !isStaff(actor)) throw new DomainError('not_found', 'There is no such product.');
    return productView(record);
  }

  async list(actor: Actor | null, query: ProductQuery): Promise<Page<Product>> {
    const { items, nextCursor } = await this.#storage.products.list({
      limit: query.limit,
      includeArchived: query.archived === 'true' && isStaff(actor),
      ...(query.cursor ? { cursor: query.cursor } : {}),
      ...(query.search ? { search: query.search } : {}),
    });
    const views = items.map(productView);
    return nextCursor === undefined ? { items: views } : { items: views, nextCursor };
  }

  async update(actor: Actor, id: string, patch: ProductPatch): Promise<Product> {
    assertMayEdit(actor);
    return productView(await this.#change(actor, await this.#record(id), patch));
  }

  /** The whole catalogue, archived products too, as `importCsv` takes it. */
  async *exportCsv(actor: Actor): AsyncGenerator<string> {
    assertMayEdit(actor);
    let cursor: string | undefined;
    let header = PRODUCT_HEADER;
    do {
      const page = await this.#storage.products.list({ limit: EXPORT_PAGE, includeArchived: true, ...(cursor ? { cursor } : {}) });
      yield header + page.items.map(productLines).join('');
      header = '';
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
  async importCsv(actor: Actor, text: string): Promise<ProductImport> {
    assertMayEdit(actor);
    return importProducts(text, {
      currency: this.#shop.settings.currency,
      byId: (id) => this.#storage.products.byId(id),
      assertFits: (input, before) => this.#assertFits(input, before),
      insert: async (id, input, archived) => void (await this.#insert(id, input, archived)),
      change: async (before, patch) => void (await this.#change(actor, before, patch)),
    });
  }

  /**
   * Writes `product_changed` to every show on air that has one of these pinned, and to `alsoTo`. The appends are queued before this
   * returns to the event loop: changes reach the timelines in the order in which the store made them.
   */
  async tell(products: ProductRecord[], cause: string, actorId: string, alsoTo?: string | null): Promise<void> {
    const writes = products.flatMap((record) => {
      const shows = new Set(this.#livestreams.showing(record._id));
      if (alsoTo) shows.add(alsoTo);
      return [...shows].map((streamId) =>
        this.#timelines.append(streamId, {
          key: `product:${cause}:${record._id}`,
          type: 'product_changed',
          actorId,
          data: { product: this.#inShow(record, streamId) },
        }),
      );
    });
    await Promise.all(writes);
  }
  /** Writes what products still owe to the timelines of the shows that have them pinned. */
  async settleOwed(): Promise<void> {
    for (const record of await this.#storage.products.owing(SWEEP)) await this.#pay(record);
  }

  async #insert(id: string, input: ProductInput, archived = false): Promise<ProductRecord> {
    this.#assertFits(input);
    const now = this.#clock.now();
    const record: ProductRecord = {
      _id: id,
      title: input.title,
      description: input.description,
      images: input.images,
      tags: input.tags,
      currency: this.#shop.settings.currency,
      variants: input.variants.map(({ id: _, ...variant }) => ({ id: newId(this.#clock), ...variant })),
      taxRate: input.taxRate,
      archived,
      owed: [],
      createdAt: now,
      updatedAt: now,
    };
    await this.#storage.products.insert(record);
    return record;
  }
  async #change(actor: Actor, before: ProductRecord, patch: ProductPatch): Promise<ProductRecord> {
    this.#assertFits(patch, before);
    const { variants, ...rest } = patch;
    const cause = newId(this.#clock);
    const owes = this.#livestreams.showing(before._id).map(
      (streamId): OwedEntry => ({
        streamId,
        key: `product:${cause}:${before._id}`,
        type: 'product_changed',
        actorId: actor.id,
        // What is written in the end is the product as it is then.
        data: { product: this.#inShow(before, streamId) },
      }),
    );
    const changes = {
      ...rest,
      ...(variants ? { variants: this.#variants(variants) } : {}),
      updatedAt: this.#clock.now(),
    };
    const changed = await this.#storage.products.change(before._id, changes, owes);
    if (!changed) throw new DomainError('not_found', 'There is no such product.');
    // The change stands from here on: what it owes is written now, or by the sweep if that fails.
    await this.#pay(changed).catch(() => {});
    return changed;
  }
  async #pay(record: ProductRecord): Promise<void> {
    // All appends are queued before the first await, so that changes reach the timelines in the order in which they were made.
    await Promise.all(
      record.owed.map(({ streamId, ...fact }) =>
        this.#timelines.append(streamId, { ...fact, data: { product: this.#inShow(record, streamId) } }),
      ),
    );
    for (const { key } of record.owed) await this.#storage.products.settle(record._id, key);
  }
  #inShow(record: ProductRecord, streamId: string): Product {
    return productInShow(record, this.#livestreams.onAir.get(streamId));
  }

  #variants(patches: VariantPatch[]): VariantChange[] {
    return patches.map(({ id = newId(this.#clock), stock = null, ...rest }) => ({ ...rest, id, stock }));
  }
  /** @throws DomainError `invalid` when a variant is named that the product does not have, or a tax rate that the shop does not. */
  #assertFits({ variants = [], taxRate }: Pick<ProductPatch, 'variants' | 'taxRate'>, before?: ProductRecord): void {
    const fields: { path: string; message: string }[] = [];
    const known = new Set(before?.variants.map((variant) => variant.id));
    for (const [index, { id }] of variants.entries())
      if (id !== undefined && !known.delete(id)) fields.push({ path: `variants.${index}.id`, message: 'unknown variant' });
    if (taxRate && taxRate !== before?.taxRate && !this.#shop.settings.taxRates.some(({ name }) => name === taxRate))
      fields.push({ path: 'taxRate', message: 'the shop has no such rate' });
    if (fields.length > 0) throw new DomainError('invalid', 'The product names what is not there.', { fields });
  }
  async #record(id: string): Promise<ProductRecord> {
    const record = await this.#storage.products.byId(id);
    if (!record) throw new DomainError('not_found', 'There is no such product.');
    return record;
  }
}

function assertMayEdit(actor: Actor): void {
  if (actor.role !== 'admin' && actor.role !== 'host') throw new DomainError('forbidden', 'Only hosts and admins edit products.');
}
