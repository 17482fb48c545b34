import type { PushOptions, PushSubscription, PushSubscriptionInput, ReminderAnswer, ReminderList } from '@vitrine/protocol';
import type { CallOptions, Request } from './call.ts';

/** What tells people that a show begins: reminders, pushes. */
export function reminderCalls(request: Request) {
  const reminder = (streamId: string): string => `/livestreams/${encodeURIComponent(streamId)}/reminder`;
  return {
    reminder: (streamId: string, call: CallOptions = {}) => request<ReminderAnswer>('GET', reminder(streamId), call),
    /** `isSet` false: not to be told after all. */
    setReminder: (streamId: string, isSet: boolean, call: CallOptions = {}) =>
      request<ReminderAnswer>(isSet ? 'POST' : 'DELETE', reminder(streamId), call),
    reminders: (call: CallOptions = {}) => request<ReminderList>('GET', '/reminders', call),
    pushOptions: (call: CallOptions = {}) => request<PushOptions>('GET', '/push', call),
    addPushSubscription: (input: PushSubscriptionInput, call: CallOptions = {}) =>
      request<PushSubscription>('POST', '/push/subscriptions', { ...call, body: input }),
    removePushSubscription: (id: string, call: CallOptions = {}) =>
      request<void>('DELETE', `/push/subscriptions/${encodeURIComponent(id)}`, call),
  };
}
