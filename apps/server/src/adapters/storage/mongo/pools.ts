import { derivedId } from '../../../domain/ids.ts';
import type { Hold } from './checkout.ts';

/**
 * Units that orders take: the stock of a variant (`stock`: units that are left), or what one buyer has had of a product within a scope
 * (`buyerLimits`: units taken). `holds` are plain strings, one for each order that has taken some and may have to give them back.
 */
export interface PoolFields {
  _id: string;
  units: number;
  holds: string[];
  /** Whether a hold has been taken since it was last looked through. */
  isDirty: boolean;
  /** Raised by each hold that is taken. */
  version: number;
  /** Of a stock: in which version of its product it was last set. */
  setAt?: number;
  productId: string;
  variantId?: string;
  scope?: string;
  buyerId?: string;
}

const FRESH = { holds: [], isDirty: false, version: 0 };
export const stockPoolId = (productId: string, variantId: string): string => `${productId}:${variantId}`;
export const stockPool = (productId: string, variantId: string, units: number, setAt: number): PoolFields => ({
  _id: stockPoolId(productId, variantId),
  productId,
  variantId,
  units,
  setAt,
  ...FRESH,
});
/** Names no buyer, so that it can outlive the account. */
export const limitPoolId = (buyerId: string, scope: string, productId: string): string => derivedId('limit', buyerId, scope, productId);
export const limitPool = (buyerId: string, scope: string, productId: string): PoolFields => ({
  _id: limitPoolId(buyerId, scope, productId),
  scope,
  buyerId,
  productId,
  units: 0,
  ...FRESH,
});

export const holdText = ({ orderId, attempt, units }: Pick<Hold, 'orderId' | 'attempt' | 'units'>): string =>
  `${orderId}:${attempt}:${units}`;
export function parseHold(kind: Hold['kind'], pool: string, text: string): Hold {
  const [orderId = '', attempt = '', units = ''] = text.split(':');
  return { kind, pool, orderId, attempt: Number(attempt), units: Number(units) };
}
