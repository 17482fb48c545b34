import { Product, ProductPatch } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { ProductParams } from './product-id.ts';

/** PUT is there beside PATCH because livestreams are edited by it: a field left out stays in both. */
const editBy = (method: 'patch' | 'put') =>
  operation({
    method,
    path: '/products/:id',
    tag: 'Products',
    summary: 'Edit a product; every show that has it pinned hears of it',
    actor: 'required',
    params: ProductParams,
    body: ProductPatch,
    status: 200,
    answer: Product,
    errors: ['forbidden', 'not_found'],
    handler: ({ services }, { params, body }, actor) => services.catalogue.update(actor, params.id, body),
  });
export const patchProduct = editBy('patch');
export const putProduct = editBy('put');
