import type { AuditEntry } from '@vitrine/protocol';
import { text } from '../../text/en.ts';

/** What was done, as people say it; an action that has no words yet is shown by its name. */
export function auditWords({ action }: Pick<AuditEntry, 'action'>): string {
  const known: Readonly<Record<string, string>> = text.audit.actions;
  return known[action] ?? action;
}
/** The details of an entry in one line. */
export const auditDetails = ({ details }: Pick<AuditEntry, 'details'>): string =>
  Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
