import type { Contact } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { type ComputedRef, computed, reactive } from 'vue';
import { text } from '../../text/index.ts';

const KEY = 'vitrine.contact';
const FIELDS = ['name', 'email', 'address'] as const;
export type ContactField = (typeof FIELDS)[number];

/** What this device remembers; anything unreadable counts as nothing. */
function remembered(): Contact {
  const blank: Contact = { name: '', email: '', address: '' };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return blank;
    for (const field of FIELDS) {
      const value: unknown = Reflect.get(stored, field);
      if (typeof value === 'string') blank[field] = value.slice(0, LIMITS.addressLength);
    }
  } catch {
    // Storage may be closed to the page, or hold something else.
  }
  return blank;
}

/** Name, e-mail and address of an order: checked before it is sent, kept on this device for the next. */
export function useContact(): {
  contact: Contact;
  problems: ComputedRef<Partial<Record<ContactField, string>>>;
  remember: () => void;
} {
  const contact = reactive(remembered());
  const problems = computed(() => {
    const found: Partial<Record<ContactField, string>> = {};
    if (!contact.name.trim()) found.name = text.buy.missingName;
    // The server has the last word; this only catches slips.
    if (!/^\S+@\S+\.\S+$/.test(contact.email.trim())) found.email = text.buy.missingEmail;
    if (!contact.address.trim()) found.address = text.buy.missingAddress;
    return found;
  });
  function remember(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(contact));
    } catch {
      // A private window: then it is asked again next time.
    }
  }
  return { contact, problems, remember };
}
