import { enterAsGuest } from './auth/enter-as-guest.ts';
import { session } from './auth/session.ts';
import { setUp } from './auth/set-up.ts';
import { signIn } from './auth/sign-in.ts';
import { signOut } from './auth/sign-out.ts';
import { health } from './health/health.ts';
import { readiness } from './health/readiness.ts';
import { createLivestream } from './livestreams/create-livestream.ts';
import { endLivestream } from './livestreams/end-livestream.ts';
import { getAnalytics } from './livestreams/get-analytics.ts';
import { getLivestream } from './livestreams/get-livestream.ts';
import { issueVideoCredentials } from './livestreams/issue-video-credentials.ts';
import { listChat } from './livestreams/list-chat.ts';
import { listLivestreams } from './livestreams/list-livestreams.ts';
import { listTimeline } from './livestreams/list-timeline.ts';
import { pinProducts } from './livestreams/pin-products.ts';
import { updateLivestream } from './livestreams/update-livestream.ts';
import type { Operation } from './operation.ts';
import { getOrder } from './orders/get-order.ts';
import { listOrders } from './orders/list-orders.ts';
import { placeOrder } from './orders/place-order.ts';
import { createProduct } from './products/create-product.ts';
import { patchProduct, putProduct } from './products/edit-product.ts';
import { getProduct } from './products/get-product.ts';
import { listProducts } from './products/list-products.ts';

/** Every JSON endpoint. A new one is a file in its resource's folder and a line here. */
export const OPERATIONS: readonly Operation[] = [
  createLivestream,
  listLivestreams,
  getLivestream,
  updateLivestream,
  endLivestream,
  listChat,
  pinProducts,
  getAnalytics,
  listTimeline,
  issueVideoCredentials,
  createProduct,
  listProducts,
  getProduct,
  patchProduct,
  putProduct,
  placeOrder,
  listOrders,
  getOrder,
  setUp,
  signIn,
  signOut,
  session,
  enterAsGuest,
  health,
  readiness,
];
