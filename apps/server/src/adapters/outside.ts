import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { MailTransport } from '../ports/mail.ts';
import type { PushSender } from '../ports/push.ts';
import type { SettingStore } from '../ports/storage.ts';
import type { OutboundSender } from '../ports/webhook-sender.ts';
import { createLogTransport } from './mail/log.ts';
import { createOutboundSender } from './webhooks/sender.ts';

/** The ways out of the house, as configured. */
export interface Outside {
  mailTransport: MailTransport;
  sender: OutboundSender;
  pushSenders: PushSender[];
}

/** What is not configured is not loaded: these libraries together would double the time of a start. */
export async function openOutside(config: Config, settings: SettingStore, logger: Logger): Promise<Outside> {
  const sender = createOutboundSender({ allowPrivate: config.outboundPrivate });
  const { vapidSubject, expo } = config.push;
  const pushSenders: PushSender[] = [];
  if (vapidSubject !== null) {
    const { createWebPush, vapidKeys } = await import('./push/web.ts');
    pushSenders.push(createWebPush({ subject: vapidSubject, keys: await vapidKeys(settings), sender }));
  }
  if (expo !== null) {
    const { createExpoPush } = await import('./push/expo.ts');
    pushSenders.push(createExpoPush(expo));
  }
  if (!config.mail && !isThisMachine(new URL(config.publicUrl).hostname))
    logger.warn('SMTP_URL is not set: mails go to this log, and with them the links by which passwords are set');
  return { mailTransport: await openMail(config.mail, logger), sender, pushSenders };
}

async function openMail(mail: Config['mail'], logger: Logger): Promise<MailTransport> {
  if (!mail) return createLogTransport(logger);
  const { createSmtpTransport } = await import('./mail/smtp.ts');
  return createSmtpTransport({ url: mail.smtpUrl, from: mail.from });
}

const isThisMachine = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
