import type { BlobStore } from '../ports/blobs.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImageEncoder } from '../ports/images.ts';
import type { PaymentGateway } from '../ports/payments.ts';
import type { Storage } from '../ports/storage.ts';
import { AuditLog } from './audit/audit-log.ts';
import { CatalogueService } from './catalogue/catalogue.ts';
import type { LivestreamService } from './livestreams/livestreams.ts';
import { OrderNews } from './orders/order-news.ts';
import { OrderShows } from './orders/order-shows.ts';
import { OrderSteps } from './orders/order-steps.ts';
import { OrderSweep } from './orders/order-sweep.ts';
import { OrderService } from './orders/orders.ts';
import type { Mails } from './outside/mails.ts';
import type { WebhookNews } from './outside/webhooks.ts';
import { PaymentDesk } from './payments/payment-desk.ts';
import { PaymentEvents } from './payments/payment-events.ts';
import { PinService } from './pins/pins.ts';
import { ShowPrices } from './pins/show-prices.ts';
import type { Limits } from './services.ts';
import { ShopService } from './shop/shop.ts';
import type { ShopFeed } from './timeline/shop-feed.ts';
import type { TimelineService } from './timeline/timelines.ts';
import { UploadService } from './uploads/uploads.ts';

export interface SellingParts {
  storage: Storage;
  livestreams: LivestreamService;
  timelines: TimelineService;
  feed: ShopFeed;
  limits: Limits;
  clock: Clock;
  mails: Mails;
  webhooks: WebhookNews;
  /** The ways of paying; new orders take the first. */
  gateways: readonly PaymentGateway[];
  blobs: BlobStore;
  images: ImageEncoder;
  /** The shop until an admin says something else. */
  defaults: { name: string; currency: string };
  publicUrl: string;
  /** Hears of what did not work at once and is tried again. */
  onError: (error: unknown) => void;
}

/** The shop, its catalogue, its orders and how they are paid: what belongs together, put together. */
export function createSelling(parts: SellingParts) {
  const { storage, livestreams, timelines, feed, clock, gateways, publicUrl, onError } = parts;
  const audit = new AuditLog({ storage, clock });
  const desk = new PaymentDesk({ storage, gateways, publicUrl });
  const shop = new ShopService({ storage, feed, audit, clock, defaults: parts.defaults, payment: gateways[0]?.provider ?? 'manual' });
  const catalogue = new CatalogueService({ storage, livestreams, timelines, clock, shop });
  const news = new OrderNews({ mails: parts.mails, webhooks: parts.webhooks, shop, publicUrl });
  const shows = new OrderShows(storage);
  const steps = new OrderSteps({ storage, catalogue, timelines, shows, clock, onError });
  const orders = new OrderService({ storage, livestreams, shop, desk, steps, news, audit, limits: parts.limits, shows, clock, onError });
  const sweep = new OrderSweep({ storage, catalogue, desk, steps, news, clock, onError });
  const showPrices = new ShowPrices({ storage, livestreams, timelines });
  return {
    shop,
    catalogue,
    pins: new PinService({ storage, livestreams, clock }),
    orders,
    payments: new PaymentEvents({ storage, desk, steps, news, audit }),
    uploads: new UploadService({ images: parts.images, blobs: parts.blobs }),

    /** Once, after the shows on air have been loaded and before anyone is served. */
    async load(): Promise<void> {
      await shop.load(onError);
      showPrices.follow(feed, onError);
    },
    /** Finishes what was left half done, and gives up what nobody pays; at start and then periodically, on one node. */
    async sweep(): Promise<void> {
      await catalogue.settleOwed();
      await sweep.run();
    },
  };
}
