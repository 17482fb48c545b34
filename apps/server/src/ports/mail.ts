/** A mail in plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Stays the same when it is sent again, so that a mailbox can tell. */
  id: string;
}
/** Hands mails to a mail server. */
export interface MailTransport {
  /** Resolves once the next server has taken it. Rejects with MailRefused when trying again would not help. */
  send(mail: Mail, signal: AbortSignal): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
/** The mail server will never take this one: there is no such address, or it wants none of it. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}
