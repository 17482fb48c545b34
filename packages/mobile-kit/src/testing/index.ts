export { FakeEngine } from '../video/agora/fake-engine.ts';
export { detailOf, FakeShop, FORGETFUL, remembering } from './fake-shop.ts';
export { unfitTargets } from './targets.ts';
