import type { Analytics } from '@vitrine/protocol';

const STEPS = ['watched', 'sawProduct', 'clicked', 'bought'] as const;
export type FunnelStep = (typeof STEPS)[number];
export interface FunnelLoss {
  from: FunnelStep;
  to: FunnelStep;
  /** The product that the fewest looked at closer of those who saw it, when that is where they left. */
  product: { title: string; seen: number; clicked: number } | null;
}
/** A product that hardly anybody saw says nothing about the show. */
const SEEN_ENOUGH = 0.1;

/** Between which two steps the largest share of viewers was lost; null when nobody was there, or nobody left. */
export function funnelLoss({ funnel, products }: Pick<Analytics, 'funnel' | 'products'>): FunnelLoss | null {
  let worst: { from: FunnelStep; to: FunnelStep; lost: number } | null = null;
  for (const [at, from] of STEPS.entries()) {
    const to = STEPS[at + 1];
    if (!to || funnel[from] === 0) continue;
    const lost = 1 - funnel[to] / funnel[from];
    if (lost > (worst?.lost ?? 0)) worst = { from, to, lost };
  }
  if (!worst) return null;
  return { from: worst.from, to: worst.to, product: worst.to === 'clicked' ? leastOpened(products) : null };
}

function leastOpened(products: Analytics['products']): FunnelLoss['product'] {
  const most = Math.max(0, ...products.map(({ impressions }) => impressions));
  const [least] = products
    .filter(({ impressions }) => impressions > 0 && impressions >= most * SEEN_ENOUGH)
    .sort((one, other) => one.clickThrough - other.clickThrough || other.impressions - one.impressions);
  if (!least) return null;
  return { title: least.title, seen: least.impressions, clicked: Math.round(least.clickThrough * least.impressions) };
}
