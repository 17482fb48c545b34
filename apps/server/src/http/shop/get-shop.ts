import { PublicShop } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const getShop = operation({
  method: 'get',
  path: '/shop',
  tag: 'Shop',
  summary: 'What everyone may know of the shop: its name and look, its currency, how it delivers',
  actor: 'optional',
  status: 200,
  answer: PublicShop,
  handler: async ({ services }) => services.shop.public,
});
