export { detailOf, FakeShop, FORGETFUL, remembering } from './fake-shop.ts';
