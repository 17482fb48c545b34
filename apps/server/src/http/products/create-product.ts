import { Product, ProductInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const createProduct = operation({
  method: 'post',
  path: '/products',
  tag: 'Products',
  summary: 'Add a product to the catalogue',
  actor: 'required',
  body: ProductInput,
  status: 201,
  answer: Product,
  errors: ['forbidden'],
  async handler(context, { body }, actor) {
    const product = await context.services.catalogue.create(actor, body);
    context.header('Location', `/products/${product._id}`);
    return product;
  },
});
