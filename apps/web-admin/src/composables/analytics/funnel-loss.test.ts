import { describe, expect, it } from 'vitest';
import { funnelLoss } from './funnel-loss.ts';

const product = (title: string, impressions: number, clickThrough: number) => ({
  productId: title,
  title,
  impressions,
  clicks: 0,
  clickThrough,
  orders: 0,
  units: 0,
  revenue: 0,
});

describe('where viewers were lost', () => {
  it('names the step that the largest share did not take', () => {
    const loss = funnelLoss({ funnel: { watched: 100, sawProduct: 90, clicked: 60, bought: 6 }, products: [] });
    expect(loss).toEqual({ from: 'clicked', to: 'bought', product: null });
  });

  it('names the product that the fewest opened, among those that many saw', () => {
    const loss = funnelLoss({
      funnel: { watched: 100, sawProduct: 90, clicked: 10, bought: 8 },
      products: [product('Bowl', 80, 0.5), product('Tray', 60, 0.05), product('Hidden', 2, 0)],
    });
    expect(loss).toEqual({ from: 'sawProduct', to: 'clicked', product: { title: 'Tray', seen: 60, clicked: 3 } });
  });

  it('says nothing of a show that nobody saw, or where everybody bought', () => {
    expect(funnelLoss({ funnel: { watched: 0, sawProduct: 0, clicked: 0, bought: 0 }, products: [] })).toBeNull();
    expect(funnelLoss({ funnel: { watched: 3, sawProduct: 3, clicked: 3, bought: 3 }, products: [] })).toBeNull();
  });
});
