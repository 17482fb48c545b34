import { expect, test } from 'vitest';
import { demoEnvironment } from './environment.ts';

test('a demo’s server is given nothing by which a real shop is configured', () => {
  const given = {
    PATH: '/bin',
    HOME: '/root',
    MONGODB_URI: 'mongodb://shop',
    STRIPE_SECRET_KEY: 'sk_live',
    S3_BUCKET: 'shop',
    NODE_OPTIONS: '-r x',
  };
  expect(demoEnvironment(given, { SHOP_NAME: 'Maison Lumen' })).toEqual({
    ...{ MONGODB_URI: '', STRIPE_SECRET_KEY: '', S3_BUCKET: '', NODE_OPTIONS: '' },
    SHOP_NAME: 'Maison Lumen',
  });
});
