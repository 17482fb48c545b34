import type { StaffRole } from '@vitrine/protocol';
import type { MailToSend } from '../outside/mails.ts';

type Text = Pick<MailToSend, 'subject' | 'text'>;
const lines = (...text: string[]): string => `${text.join('\n')}\n`;

export const invitationMail = (shop: string, by: string, role: StaffRole, url: string, days: number): Text => ({
  subject: `${by} invites you to ${shop}`,
  text: lines(
    `${by} invites you to work for ${shop} as ${role === 'moderator' ? 'a moderator' : role === 'host' ? 'a host' : 'an admin'}.`,
    '',
    `Choose a name and a password here. The link works once, for ${days} days:`,
    url,
    '',
    'If you do not know who this is from, do nothing.',
  ),
});
export const passwordResetMail = (shop: string, url: string, minutes: number): Text => ({
  subject: `Set a new password for ${shop}`,
  text: lines(
    `Somebody, probably you, wants to set a new password for this address at ${shop}.`,
    '',
    `The link works once, for ${minutes} minutes:`,
    url,
    '',
    'If it was not you, do nothing: your password stays as it is.',
  ),
});
export const passwordChangedMail = (shop: string, url: string): Text => ({
  subject: `Your password for ${shop} was changed`,
  text: lines(
    `Your password for ${shop} was changed, and you were signed out elsewhere.`,
    '',
    'If it was not you, set a new one now:',
    url,
  ),
});
export const emailChangedMail = (shop: string, email: string): Text => ({
  subject: `Your e-mail address at ${shop} was changed`,
  text: lines(`Your account at ${shop} now belongs to ${email}. Mails go there from now on.`, '', 'If it was not you, write to the shop.'),
});
