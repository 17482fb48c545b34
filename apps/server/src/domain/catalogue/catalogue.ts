import type { Product, ProductInput, ProductPatch, ProductQuery, Variant, VariantInput } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Page, ProductRecord, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Catalogue } from '../services.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { productView } from './product-view.ts';

export class CatalogueService implements Catalogue {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #timelines: TimelineService;
  readonly #clock: Clock;
  readonly #currency: string;

  constructor(parts: { storage: Storage; livestreams: LivestreamService; timelines: TimelineService; clock: Clock; currency: string }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#timelines = parts.timelines;
    this.#clock = parts.clock;
    this.#currency = parts.currency;
  }

  async create(actor: Actor, input: ProductInput): Promise<Product> {
    assertMayEdit(actor);
    const now = this.#clock.now();
    const record: ProductRecord = {
      _id: newId(this.#clock),
      title: input.title,
      description: input.description,
      images: input.images,
      tags: input.tags,
      currency: this.#currency,
      variants: this.#variants(input.variants),
      taxRate: input.taxRate,
      archived: false,
      owed: [],
      createdAt: now,
      updatedAt: now,
    };
    await this.#storage.products.insert(record);
    return productView(record);
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
    const before = await this.#record(id);
    const { variants, ...rest } = patch;
    const changed = await this.#storage.products.change(id, {
      ...rest,
      ...(variants ? { variants: this.#variants(variants, before.variants) } : {}),
      updatedAt: this.#clock.now(),
    });
    if (!changed) throw new DomainError('not_found', 'There is no such product.');
    const product = productView(changed);
    await this.tell([product], newId(this.#clock), actor.id);
    return product;
  }

  /**
   * Writes `product_changed` to every show on air that has one of these pinned, and to `alsoTo`. The appends are queued before this
   * returns to the event loop: changes reach the timelines in the order in which the store made them.
   */
  async tell(products: Product[], cause: string, actorId: string, alsoTo?: string): Promise<void> {
    const writes = products.flatMap((product) => {
      const shows = new Set(this.#livestreams.showing(product._id));
      if (alsoTo) shows.add(alsoTo);
      return [...shows].map((streamId) =>
        this.#timelines.append(streamId, { key: `product:${cause}:${product._id}`, type: 'product_changed', actorId, data: { product } }),
      );
    });
    await Promise.all(writes);
  }

  #variants(inputs: VariantInput[], before: Variant[] = []): Variant[] {
    const known = new Set(before.map((variant) => variant.id));
    const ids = new Set<string>();
    return inputs.map(({ id, ...rest }, index) => {
      if (id !== undefined && (!known.has(id) || ids.has(id)))
        throw new DomainError('invalid', 'A variant is named that the product does not have.', {
          fields: [{ path: `variants.${index}.id`, message: 'unknown variant' }],
        });
      const own = id ?? newId(this.#clock);
      ids.add(own);
      return { id: own, ...rest };
    });
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
