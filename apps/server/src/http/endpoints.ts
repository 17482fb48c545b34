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
import { addPushSubscription } from './push/add-subscription.ts';
import { pushOptions } from './push/push-options.ts';
import { removePushSubscription } from './push/remove-subscription.ts';
import { getReminder } from './reminders/get-reminder.ts';
import { listReminders } from './reminders/list-reminders.ts';
import { setReminder } from './reminders/set-reminder.ts';
import { unsetReminder } from './reminders/unset-reminder.ts';
import { getSystem } from './system/get-system.ts';
import { createWebhook } from './webhooks/create-webhook.ts';
import { deleteWebhook } from './webhooks/delete-webhook.ts';
import { listWebhookDeliveries } from './webhooks/list-deliveries.ts';
import { listWebhooks } from './webhooks/list-webhooks.ts';
import { pingWebhook } from './webhooks/ping-webhook.ts';
import { redeliverWebhook } from './webhooks/redeliver.ts';
import { rotateWebhookSecret } from './webhooks/rotate-secret.ts';
import { updateWebhook } from './webhooks/update-webhook.ts';

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
  setReminder,
  unsetReminder,
  getReminder,
  listReminders,
  pushOptions,
  addPushSubscription,
  removePushSubscription,
  createWebhook,
  listWebhooks,
  updateWebhook,
  rotateWebhookSecret,
  deleteWebhook,
  pingWebhook,
  listWebhookDeliveries,
  redeliverWebhook,
  getSystem,
  health,
  readiness,
];
