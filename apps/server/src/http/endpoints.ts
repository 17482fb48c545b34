import { agoraNotifications } from './agora/notifications.ts';
import { exportAnalytics } from './analytics/export-analytics.ts';
import { listFormulas } from './analytics/list-formulas.ts';
import { listShowFigures } from './analytics/list-show-figures.ts';
import { listAudit } from './audit/list-audit.ts';
import { acceptInvitation } from './auth/accept-invitation.ts';
import { changeAccount } from './auth/change-account.ts';
import { changePassword } from './auth/change-password.ts';
import { deleteAccount } from './auth/delete-account.ts';
import { endSession } from './auth/end-session.ts';
import { enterAsGuest } from './auth/enter-as-guest.ts';
import { listSessions } from './auth/list-sessions.ts';
import { requestPasswordReset } from './auth/request-password-reset.ts';
import { resetPassword } from './auth/reset-password.ts';
import { session } from './auth/session.ts';
import { setUp } from './auth/set-up.ts';
import { signIn } from './auth/sign-in.ts';
import { signOut } from './auth/sign-out.ts';
import { signOutEverywhere } from './auth/sign-out-everywhere.ts';
import { signUp } from './auth/sign-up.ts';
import { createBroadcastKey } from './broadcast-key/create-broadcast-key.ts';
import { deleteBroadcastKey } from './broadcast-key/delete-broadcast-key.ts';
import { getBroadcastKey } from './broadcast-key/get-broadcast-key.ts';
import { health } from './health/health.ts';
import { readiness } from './health/readiness.ts';
import { listHistory } from './history/list-history.ts';
import { createLivestream } from './livestreams/create-livestream.ts';
import { deleteShow } from './livestreams/delete-show.ts';
import { endLivestream } from './livestreams/end-livestream.ts';
import { getAnalytics } from './livestreams/get-analytics.ts';
import { getLivestream } from './livestreams/get-livestream.ts';
import { issueVideoCredentials } from './livestreams/issue-video-credentials.ts';
import { listChat } from './livestreams/list-chat.ts';
import { listDeletedShows } from './livestreams/list-deleted-shows.ts';
import { listLivestreams } from './livestreams/list-livestreams.ts';
import { listShowProducts } from './livestreams/list-show-products.ts';
import { listTimeline } from './livestreams/list-timeline.ts';
import { pinProducts } from './livestreams/pin-products.ts';
import { updateLivestream } from './livestreams/update-livestream.ts';
import { announce } from './moderation/announce.ts';
import { ban } from './moderation/ban.ts';
import { closeReport } from './moderation/close-report.ts';
import { decideHeld } from './moderation/decide-held.ts';
import { deleteMessage } from './moderation/delete-message.ts';
import { liftBan } from './moderation/lift-ban.ts';
import { listBans } from './moderation/list-bans.ts';
import { listHeld } from './moderation/list-held.ts';
import { listReports } from './moderation/list-reports.ts';
import { pinMessage } from './moderation/pin-message.ts';
import { reportMessage } from './moderation/report-message.ts';
import type { Operation } from './operation.ts';
import { changeOrder } from './orders/change-order.ts';
import { exportOrders } from './orders/export-orders.ts';
import { getOrder } from './orders/get-order.ts';
import { listOrders } from './orders/list-orders.ts';
import { openPayment } from './orders/open-payment.ts';
import { placeOrder } from './orders/place-order.ts';
import { stripeEvents } from './payments/stripe-events.ts';
import { changePerson } from './people/change-person.ts';
import { invite } from './people/invite.ts';
import { listInvitations } from './people/list-invitations.ts';
import { listPeople } from './people/list-people.ts';
import { revokeInvitation } from './people/revoke-invitation.ts';
import { createProduct } from './products/create-product.ts';
import { patchProduct, putProduct } from './products/edit-product.ts';
import { exportProducts } from './products/export-products.ts';
import { getProduct } from './products/get-product.ts';
import { importProducts } from './products/import-products.ts';
import { listProducts } from './products/list-products.ts';
import { addPushSubscription } from './push/add-subscription.ts';
import { pushOptions } from './push/push-options.ts';
import { removePushSubscription } from './push/remove-subscription.ts';
import { answerQuestion } from './questions/answer-question.ts';
import { askQuestion } from './questions/ask-question.ts';
import { listQuestions } from './questions/list-questions.ts';
import { removeQuestion } from './questions/remove-question.ts';
import { voteQuestion } from './questions/vote-question.ts';
import type { RawRoute } from './raw-route.ts';
import { listRecommendations } from './recommendations/list-recommendations.ts';
import { deleteRecording } from './recordings/delete-recording.ts';
import { getRecording } from './recordings/get-recording.ts';
import { getStill } from './recordings/get-still.ts';
import { getCrowd } from './rehearsals/get-crowd.ts';
import { putCrowd } from './rehearsals/put-crowd.ts';
import { getReminder } from './reminders/get-reminder.ts';
import { listReminders } from './reminders/list-reminders.ts';
import { setReminder } from './reminders/set-reminder.ts';
import { unsetReminder } from './reminders/unset-reminder.ts';
import { deleteCaptionsFile, getCaptionsFile, putCaptionsFile } from './replays/captions-file.ts';
import { getCaptions } from './replays/get-captions.ts';
import { getReplay } from './replays/get-replay.ts';
import { listReplayMoments } from './replays/list-replay-moments.ts';
import { setChapters } from './replays/set-chapters.ts';
import { changeShopSettings } from './shop/change-settings.ts';
import { getShopSettings } from './shop/get-settings.ts';
import { getShop } from './shop/get-shop.ts';
import { acceptStage } from './stage/accept-stage.ts';
import { changeGuest } from './stage/change-guest.ts';
import { inviteGuest } from './stage/invite-guest.ts';
import { removeGuest } from './stage/remove-guest.ts';
import { getSystem } from './system/get-system.ts';
import { getUpload } from './uploads/get-upload.ts';
import { uploadImage } from './uploads/upload-image.ts';
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
  deleteShow,
  listDeletedShows,
  listChat,
  listShowProducts,
  pinProducts,
  getAnalytics,
  listShowFigures,
  listFormulas,
  listRecommendations,
  listHistory,
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
  changeOrder,
  openPayment,
  getShop,
  getShopSettings,
  changeShopSettings,
  setUp,
  signIn,
  signOut,
  signUp,
  acceptInvitation,
  session,
  enterAsGuest,
  listSessions,
  endSession,
  signOutEverywhere,
  changePassword,
  requestPasswordReset,
  resetPassword,
  changeAccount,
  deleteAccount,
  listPeople,
  changePerson,
  invite,
  listInvitations,
  revokeInvitation,
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
  getCrowd,
  putCrowd,
  createBroadcastKey,
  getBroadcastKey,
  deleteBroadcastKey,
  deleteRecording,
  getReplay,
  listReplayMoments,
  setChapters,
  getCaptions,
  inviteGuest,
  acceptStage,
  changeGuest,
  removeGuest,
  deleteMessage,
  pinMessage,
  announce,
  listHeld,
  decideHeld,
  reportMessage,
  listReports,
  closeReport,
  ban,
  listBans,
  liftBan,
  askQuestion,
  listQuestions,
  voteQuestion,
  answerQuestion,
  removeQuestion,
  listAudit,
  getSystem,
  health,
  readiness,
];

/** Endpoints that take or give files and signed messages. */
export const RAW_ROUTES: readonly RawRoute[] = [
  exportAnalytics,
  exportOrders,
  exportProducts,
  importProducts,
  uploadImage,
  getUpload,
  getRecording,
  getStill,
  getCaptionsFile,
  putCaptionsFile,
  deleteCaptionsFile,
  stripeEvents,
  agoraNotifications,
];
