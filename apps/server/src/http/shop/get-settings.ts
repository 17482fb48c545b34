import { ShopSettings } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const getShopSettings = operation({
  method: 'get',
  path: '/shop/settings',
  tag: 'Shop',
  summary: 'What the admins have settled for the whole shop',
  actor: 'required',
  status: 200,
  answer: ShopSettings,
  errors: ['forbidden'],
  handler: ({ services }, _input, actor) => services.shop.read(actor),
});
