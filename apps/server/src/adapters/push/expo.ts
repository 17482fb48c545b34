import { Expo, type ExpoPushErrorReceipt } from 'expo-server-sdk';
import type { PushSender } from '../../ports/push.ts';

/** Seconds that a phone which is off may still get it: later a start is no news. */
const TIME_TO_LIVE = 30 * 60;
/** Milliseconds for an answer: the SDK itself waits for minutes, longer than a job is ours. */
const TIMEOUT = 20_000;

/** Pushes to the Expo apps through Expo's push service. */
export function createExpoPush(options: { accessToken: string | null }): PushSender {
  const expo = new Expo(options.accessToken === null ? {} : { accessToken: options.accessToken });
  return {
    kind: 'expo',
    publicKey: null,
    objection: (address) => (Expo.isExpoPushToken(address) ? null : 'is not an Expo push token'),
    async send({ address }, message, signal) {
      signal.throwIfAborted();
      const [ticket] = await inTime(
        expo.sendPushNotificationsAsync([
          {
            to: address,
            title: message.title,
            body: message.body,
            data: JSON.parse(message.data),
            collapseId: message.topic,
            tag: message.topic,
            ttl: TIME_TO_LIVE,
            priority: 'high',
            sound: 'default',
          },
        ]),
      );
      if (!ticket) throw new Error('Expo gave no ticket');
      if (ticket.status === 'ok') return { outcome: 'sent', receiptId: ticket.id };
      if (isGone(ticket)) return { outcome: 'gone' };
      const reason = ticket.details?.error ?? 'Expo refused it';
      return isPassing(reason) ? { outcome: 'later', reason, retryAfter: null } : { outcome: 'refused', reason };
    },
    async receipt(receiptId) {
      const receipt = (await inTime(expo.getPushNotificationReceiptsAsync([receiptId])))[receiptId];
      if (!receipt) return 'unknown';
      return receipt.status === 'error' && isGone(receipt) ? 'gone' : 'delivered';
    },
  };
}

const isGone = ({ details }: ExpoPushErrorReceipt): boolean => details?.error === 'DeviceNotRegistered';
const isPassing = (reason: string): boolean => reason === 'MessageRateExceeded' || reason === 'ExpoError' || reason === 'ProviderError';

async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT / 1000} s`)), TIMEOUT);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
