import type { Analytics } from '@vitrine/protocol';
import { csvLine, decimalAmount } from '../csv.ts';
import { FORMULAS } from './formulas.ts';

const BLANK = '\r\n';

/** A show's figures as tables one below the other: the show, its products, its pins, its minutes. Amounts are decimals of the currency. */
export function* analyticsLines(analytics: Analytics, title: string): Generator<string> {
  const { currency } = analytics.orders;
  const money = (amount: number): string => decimalAmount(amount, currency);
  yield csvLine(['show', title]);
  yield csvLine(['show_id', analytics.streamId]);
  yield csvLine(['currency', currency]);
  yield BLANK;

  yield csvLine(['figure', 'value', 'formula']);
  for (const { figure, name, formula } of FORMULAS) {
    const value = valueAt(analytics, figure);
    if (value !== null) yield csvLine([name, MONEY.has(figure) ? money(value) : value, formula]);
  }
  yield BLANK;

  yield csvLine(['product', 'product_id', 'impressions', 'clicks', 'click_through', 'orders', 'units', 'revenue']);
  for (const each of analytics.products)
    yield csvLine([
      each.title,
      each.productId,
      each.impressions,
      each.clicks,
      each.clickThrough,
      each.orders,
      each.units,
      money(each.revenue),
    ]);
  yield BLANK;

  yield csvLine(['pinned_product', 'product_id', 'from', 'to', 'seconds', 'viewers', 'clicks', 'orders', 'revenue']);
  for (const pin of analytics.pins)
    yield csvLine([pin.title, pin.productId, pin.from, pin.to, pin.seconds, pin.viewers, pin.clicks, pin.orders, money(pin.revenue)]);
  yield BLANK;

  yield csvLine(['minute', 'viewers', 'chat_messages', 'likes', 'orders', 'revenue']);
  for (const each of analytics.minutes)
    yield csvLine([each.at, each.viewers, each.chatMessages, each.likes, each.orders, money(each.revenue)]);
  yield BLANK;

  yield csvLine(['minute_of_show', 'viewers', 'share_of_unique_viewers']);
  for (const each of analytics.retention) yield csvLine([each.minute, each.viewers, each.share]);
}

const MONEY: ReadonlySet<string> = new Set(['orders.revenue', 'orders.average']);

/** The figure at this place; null where a table stands. */
function valueAt(analytics: Analytics, figure: string): number | null {
  let value: unknown = analytics;
  for (const name of figure.split('.'))
    value = typeof value === 'object' && value !== null && !Array.isArray(value) ? Reflect.get(value, name) : null;
  return typeof value === 'number' ? value : null;
}
