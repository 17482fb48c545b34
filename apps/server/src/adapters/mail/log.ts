import type { Logger } from 'pino';
import type { MailTransport } from '../../ports/mail.ts';

/** Where no mail server is configured: mails are printed to the log, with their links, since there is no other way to them. */
export function createLogTransport(logger: Logger): MailTransport {
  return {
    async send({ to, subject, text }) {
      logger.info({ mail: { to, subject, text } }, 'a mail, printed because SMTP_URL is not set');
    },
    async [Symbol.asyncDispose]() {},
  };
}
