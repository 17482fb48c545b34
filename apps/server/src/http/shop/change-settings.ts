import { ShopSettings, ShopSettingsPatch } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const changeShopSettings = operation({
  method: 'patch',
  path: '/shop/settings',
  tag: 'Shop',
  summary: 'Settle things for the whole shop; what is left out stays. The currency stays once there is a product',
  actor: 'required',
  body: ShopSettingsPatch,
  status: 200,
  answer: ShopSettings,
  errors: ['forbidden', 'conflict'],
  handler: ({ services }, { body }, actor) => services.shop.change(actor, body),
});
