import { type PaymentProvider, type PublicShop, ShopSettings, type ShopSettingsPatch } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import { type Actor, assertAdmin } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Shop } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';

const ADMINS_ONLY = 'Only admins settle things for the whole shop.';

const SETTING = 'shop';
/** Two admins who save at once: one of them reads anew and tries again. */
const MAX_TRIES = 10;

/** What the admins settle for the whole shop. Each node keeps it in memory and reads it anew when the shop's timeline says so. */
export class ShopService implements Shop {
  readonly #storage: Storage;
  readonly #feed: ShopFeed;
  readonly #audit: AuditLog;
  readonly #clock: Clock;
  readonly #payment: PaymentProvider;
  readonly #defaults: ShopSettings;
  #settings: ShopSettings;

  constructor(parts: {
    storage: Storage;
    feed: ShopFeed;
    audit: AuditLog;
    clock: Clock;
    /** What the configuration says until an admin says something else. */
    defaults: { name: string; currency: string };
    payment: PaymentProvider;
  }) {
    this.#storage = parts.storage;
    this.#feed = parts.feed;
    this.#audit = parts.audit;
    this.#clock = parts.clock;
    this.#payment = parts.payment;
    this.#defaults = {
      ...parts.defaults,
      logoUrl: null,
      accentColor: null,
      taxRates: [{ name: 'Standard', percent: 0 }],
      deliveryMethods: [],
      blockedWords: [],
      embedOrigins: [],
      payWithinMinutes: 30,
    };
    this.#settings = this.#defaults;
  }

  /** Reads the settings and follows what other nodes make of them; once, before anyone is served. */
  async load(onError: (error: unknown) => void): Promise<void> {
    this.#feed.on('shop_changed', () => void this.#refresh().catch(onError));
    await this.#refresh();
  }
  get settings(): ShopSettings {
    return this.#settings;
  }
  get public(): PublicShop {
    const { name, logoUrl, accentColor, currency, deliveryMethods } = this.#settings;
    return { name, logoUrl, accentColor, currency, deliveryMethods, payment: this.#payment };
  }

  async read(actor: Actor): Promise<ShopSettings> {
    assertAdmin(actor, ADMINS_ONLY);
    return this.#read(await this.#storage.settings.get(SETTING));
  }

  async change(actor: Actor, patch: ShopSettingsPatch): Promise<ShopSettings> {
    assertAdmin(actor, ADMINS_ONLY);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const stored = await this.#storage.settings.get(SETTING);
      const before = this.#read(stored);
      const next = { ...before, ...patch };
      if (next.currency !== before.currency) await this.#assertNoPrices();
      if (!(await this.#storage.settings.replace(SETTING, stored, JSON.stringify(next)))) continue;
      this.#settings = next;
      await this.#feed.tell('shop_changed', `shop:${newId(this.#clock)}`, {}, actor.id);
      await this.#audit.record(actor, 'shop.change', { target: next.name, details: { fields: Object.keys(patch).join(', ') } });
      return next;
    }
    throw new DomainError('conflict', 'The settings are being changed by somebody else. Try again.');
  }

  /** Prices are amounts of the shop's currency: they would become others. */
  async #assertNoPrices(): Promise<void> {
    const { items } = await this.#storage.products.list({ limit: 1, includeArchived: true });
    if (items.length > 0) throw new DomainError('conflict', 'The currency stays once the shop has a product: its prices are in it.');
  }
  async #refresh(): Promise<void> {
    this.#settings = this.#read(await this.#storage.settings.get(SETTING));
  }
  /** What was stored by an older Vitrine lacks what has come since. */
  #read(stored: string | null): ShopSettings {
    return stored === null ? this.#defaults : ShopSettings.parse({ ...this.#defaults, ...JSON.parse(stored) });
  }
}
