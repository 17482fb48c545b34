import { createTransport } from 'nodemailer';
import { MailRefused, type MailTransport } from '../../ports/mail.ts';

/** Milliseconds for the connection, the greeting, and each answer after it. */
const TIMEOUT = 20_000;
/** SMTP replies from 500 on are for good (RFC 5321 section 4.2.1), but these two speak of the sign-in, which an admin can mend. */
const SIGN_IN_REPLIES = new Set([530, 535]);

/** Mail by SMTP. `url` as nodemailer reads it: `smtp://user:password@host:587`, `smtps://…:465`. */
export function createSmtpTransport(options: { url: string; from: string }): MailTransport {
  const domain = /@([\w.-]+)>?\s*$/.exec(options.from)?.[1] ?? 'localhost';
  const transport = createTransport({
    url: options.url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    // A mail has no business with our files or our network.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, id }, signal) {
      signal.throwIfAborted();
      try {
        await transport.sendMail({ from: options.from, to: { name: '', address: to }, subject, text, messageId: `<${id}@${domain}>` });
      } catch (error) {
        throw refusal(error);
      }
    },
    async [Symbol.asyncDispose]() {
      transport.close();
    },
  };
}

function refusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const reply = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  if (reply === null) return new Error(`the mail server could not be reached: ${error.message}`);
  const said = `the mail server said ${reply}`;
  return reply >= 500 && !SIGN_IN_REPLIES.has(reply) ? new MailRefused(said) : new Error(said);
}
