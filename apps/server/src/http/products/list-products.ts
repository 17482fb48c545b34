import { ProductPage, ProductQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listProducts = operation({
  method: 'get',
  path: '/products',
  tag: 'Products',
  summary: 'The catalogue, newest first',
  actor: 'optional',
  query: ProductQuery,
  status: 200,
  answer: ProductPage,
  handler: ({ services }, { query }, actor) => services.catalogue.list(actor, query),
});
