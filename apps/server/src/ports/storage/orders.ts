import type { Order, OrderState } from '@vitrine/protocol';
import type { Page, PageRequest } from './paging.ts';
import type { ProductRecord } from './products.ts';
import type { OwedEntry } from './timeline.ts';

export interface OrderRecord extends Omit<Order, 'createdAt' | 'updatedAt' | 'history' | 'payBefore'> {
  /** SHA-256 of the request, to tell a repeat from another request under the same key. */
  requestHash: string;
  /** The provider's name of the payment (a Stripe checkout session). */
  paymentReference: string | null;
  /** An unpaid order is cancelled then; null: it may stay unpaid. */
  payBefore: number | null;
  history: { state: OrderState; at: number; by: string | null }[];
  owed: OwedEntry[];
  createdAt: number;
  updatedAt: number;
}
/** What the show has agreed for this order beside the catalogue. */
export interface OrderTerms {
  /** Prices that stand in for the catalogue's. */
  prices: { productId: string; variantId: string; price: number }[];
  /** How many units one buyer may have in all within a scope (a show). */
  limits: { scope: string; productId: string; max: number }[];
}
export type PlaceResult =
  | { outcome: 'placed'; order: OrderRecord; products: ProductRecord[] }
  /** The id is there already: this is the order it made. */
  | { outcome: 'repeated'; order: OrderRecord }
  /** Another request is placing it just now. */
  | { outcome: 'in_progress' }
  | { outcome: 'sold_out'; productId: string; variantId: string; left: number }
  | { outcome: 'limit_reached'; productId: string; max: number; left: number }
  | { outcome: 'price_changed'; productId: string; variantId: string; price: number }
  | { outcome: 'unknown_product'; productId: string };
export interface OrderChange {
  /** Who did it; null: the shop by itself. */
  by: string | null;
  at: number;
  paymentReference?: string;
}
export interface OrderFilter extends PageRequest {
  /** Leave out for the whole shop. */
  buyerId?: string;
  streamId?: string;
  states?: OrderState[];
  /** Case-insensitive: number, buyer's name or e-mail address. */
  search?: string;
  /** createdAt in [from, to). */
  from?: number;
  to?: number;
}
export interface SoldLine {
  orderId: string;
  buyerId: string;
  at: number;
  productId: string;
  quantity: number;
  amount: number;
}
export interface OrderStore {
  /**
   * Takes the stock of every line and stores the order, or does nothing: the products must not be archived, the prices must be those of
   * the lines, the limits must not be passed. The order arrives as `placing` and is stored as `pending`, its human number given by the
   * store. The stock is held by the order until it is fulfilled or closed.
   */
  place(order: Omit<OrderRecord, 'number'>, terms: OrderTerms): Promise<PlaceResult>;
  byId(id: string): Promise<OrderRecord | null>;
  byPaymentReference(reference: string): Promise<OrderRecord | null>;
  /** Newest first. Those that were never placed (`placing`, `abandoned`) are left out. */
  list(filter: OrderFilter): Promise<Page<OrderRecord>>;
  /** Compare-and-set of the state, from states that hold stock to states that keep it (`paid`, `fulfilled`). */
  changeState(id: string, from: OrderState[], to: OrderState, change: OrderChange): Promise<OrderRecord | null>;
  /** Names the payment of a pending order and where the buyer makes it; null when the order is not pending any more. */
  setPayment(id: string, reference: string, url: string): Promise<OrderRecord | null>;
  /**
   * Compare-and-set to a state that keeps no stock (`cancelled`, `refunded`): what the order still holds goes back once, and so do the
   * units it took of a buyer's limit. Gives the order and the products whose stock rose; null when its state is another.
   */
  close(
    id: string,
    from: OrderState[],
    to: 'cancelled' | 'refunded',
    change: OrderChange,
  ): Promise<{ order: OrderRecord; products: ProductRecord[] } | null>;
  /** Pending orders whose `payBefore` has passed, oldest first. */
  overdue(now: number, limit: number): Promise<OrderRecord[]>;
  /** Finishes or undoes steps that a dead node left half done, older than `before`: the products whose stock rose. */
  recover(before: number, now: number): Promise<ProductRecord[]>;
  settle(id: string, key: string): Promise<void>;
  owing(limit: number): Promise<OrderRecord[]>;
  /** Of one show, states that count as sold (pending, paid, fulfilled): per product. */
  salesByProduct(streamId: string): Promise<{ productId: string; title: string; orders: number; units: number; revenue: number }[]>;
  /** Of one show: orders that count as sold, and their sum. */
  totals(streamId: string): Promise<{ count: number; revenue: number }>;
  /** Of one show, every line that counts as sold, rising in time. */
  soldLines(streamId: string): Promise<SoldLine[]>;
  /** Empties contact and address of a buyer's orders; their money stays in the books. */
  anonymise(buyerId: string, standIn: string): Promise<void>;
}
