import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { MailTransport } from '../ports/mail.ts';
import type { PushSender } from '../ports/push.ts';
import type { SettingStore } from '../ports/storage.ts';
import type { OutboundSender } from '../ports/webhook-sender.ts';
import { createLogTransport } from './mail/log.ts';
import { createSmtpTransport } from './mail/smtp.ts';
import { createExpoPush } from './push/expo.ts';
import { createWebPush, vapidKeys } from './push/web.ts';
import { createOutboundSender } from './webhooks/sender.ts';

/** The ways out of the house, as configured. */
export interface Outside {
  mailTransport: MailTransport;
  sender: OutboundSender;
  pushSenders: PushSender[];
}

export async function openOutside(config: Config, settings: SettingStore, logger: Logger): Promise<Outside> {
  const sender = createOutboundSender({ allowPrivate: config.outboundPrivate });
  const { vapidSubject, expo } = config.push;
  const pushSenders: PushSender[] = [];
  if (vapidSubject !== null) pushSenders.push(createWebPush({ subject: vapidSubject, keys: await vapidKeys(settings), sender }));
  if (expo !== null) pushSenders.push(createExpoPush(expo));
  if (!config.mail && !isThisMachine(new URL(config.publicUrl).hostname))
    logger.warn('SMTP_URL is not set: mails go to this log, and with them the links by which passwords are set');
  const mailTransport = config.mail
    ? createSmtpTransport({ url: config.mail.smtpUrl, from: config.mail.from })
    : createLogTransport(logger);
  return { mailTransport, sender, pushSenders };
}

const isThisMachine = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
