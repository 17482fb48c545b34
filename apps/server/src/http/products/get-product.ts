import { Product } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { ProductParams } from './product-id.ts';

export const getProduct = operation({
  method: 'get',
  path: '/products/:id',
  tag: 'Products',
  summary: 'One product',
  actor: 'optional',
  params: ProductParams,
  status: 200,
  answer: Product,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.catalogue.get(actor, params.id),
});
