import { SessionAnswer } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const session = operation({
  method: 'get',
  path: '/auth/session',
  tag: 'Auth',
  summary: 'Who one is, and what the shop is called',
  actor: 'optional',
  status: 200,
  answer: SessionAnswer,
  async handler({ services }, _input, actor) {
    const [account, needsSetup] = await Promise.all([actor ? services.accounts.account(actor) : null, services.accounts.needsSetup()]);
    return { account, needsSetup, shop: services.shop.public };
  },
});
