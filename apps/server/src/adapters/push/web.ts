import webPush from 'web-push';
import { z } from 'zod';
import type { PushSender } from '../../ports/push.ts';
import type { SettingStore } from '../../ports/storage.ts';
import { AddressRefused, type OutboundAnswer, type OutboundSender } from '../../ports/webhook-sender.ts';

/** Seconds that a push service keeps it for a browser that is away: later a start is no news. */
const TIME_TO_LIVE = 30 * 60;
const SETTING = 'vapid';
const VapidKeys = z.object({ publicKey: z.string(), privateKey: z.string() });
type VapidKeys = z.infer<typeof VapidKeys>;

/** The shop's VAPID keys: made once and kept, since browsers' subscriptions are bound to them. */
export async function vapidKeys(settings: SettingStore): Promise<VapidKeys> {
  const kept = (await settings.get(SETTING)) ?? (await settings.setIfAbsent(SETTING, JSON.stringify(webPush.generateVAPIDKeys())));
  return VapidKeys.parse(JSON.parse(kept));
}

/** Web push: encrypted (RFC 8291) and signed (RFC 8292) by `web-push`, sent like everything that goes to an address people gave us. */
export function createWebPush(options: { subject: string; keys: VapidKeys; sender: OutboundSender }): PushSender {
  const { subject, keys, sender } = options;
  return {
    kind: 'web',
    publicKey: keys.publicKey,
    objection: (address) => sender.objection(address),
    async send(subscription, message, signal) {
      if (!subscription.keys) return { outcome: 'gone' };
      const request = webPush.generateRequestDetails({ endpoint: subscription.address, keys: subscription.keys }, message.data, {
        vapidDetails: { subject, ...keys },
        TTL: TIME_TO_LIVE,
        urgency: 'high',
        topic: message.topic,
      });
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
      try {
        return outcomeOf(await sender.post({ url: subscription.address, headers, body: request.body }, signal));
      } catch (error) {
        if (error instanceof AddressRefused) return { outcome: 'gone' };
        throw error;
      }
    },
    receipt: null,
  };
}

/** RFC 8030 sections 5 and 7.3. */
function outcomeOf({ status, retryAfter }: OutboundAnswer): Awaited<ReturnType<PushSender['send']>> {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  if (status === 404 || status === 410) return { outcome: 'gone' };
  if (status === 429 || status >= 500) return { outcome: 'later', reason: `answered ${status}`, retryAfter };
  return { outcome: 'refused', reason: `answered ${status}` };
}
