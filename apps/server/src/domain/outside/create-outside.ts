import type { Clock } from '../../ports/clock.ts';
import type { MailTransport } from '../../ports/mail.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { PushSender } from '../../ports/push.ts';
import type { Storage } from '../../ports/storage.ts';
import type { OutboundSender } from '../../ports/webhook-sender.ts';
import { Deliveries } from './deliveries.ts';
import { MailService } from './mails.ts';
import { PushService } from './push.ts';
import { WebhookService } from './webhooks.ts';

export interface OutsideParts {
  storage: Storage;
  clock: Clock;
  mailTransport: MailTransport;
  webhookSender: OutboundSender;
  pushSenders: readonly PushSender[];
  onTried: Metrics['tried'];
  /** Hears of what could not be delivered yet. */
  onError: (error: unknown) => void;
}

/** Whatever leaves the house, through one queue. */
export function createOutside({ storage, clock, mailTransport, webhookSender, pushSenders, onTried, onError }: OutsideParts) {
  const deliveries = new Deliveries({ jobs: storage.jobs, clock, onError, onTried });
  return {
    deliveries,
    mails: new MailService({ deliveries, transport: mailTransport }),
    webhooks: new WebhookService({ storage, deliveries, sender: webhookSender, clock }),
    push: new PushService({ storage, deliveries, senders: pushSenders, clock }),
  };
}
