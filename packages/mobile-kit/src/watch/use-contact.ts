import type { Contact } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { useCallback, useEffect, useState } from 'react';
import { storage } from '../shop/storage';
import { buyText } from '../text/index.ts';

const KEY = 'vitrine.contact';
const FIELDS = ['name', 'email', 'address'] as const;
export type ContactField = (typeof FIELDS)[number];
const BLANK: Contact = { name: '', email: '', address: '' };

/** Name, e-mail and address of an order: checked before it is sent, kept on this device for the next. */
export function useContact(): {
  contact: Contact;
  /** false until the device has said what it remembers. */
  isKnown: boolean;
  problems: Partial<Record<ContactField, string>>;
  change: (field: ContactField, value: string) => void;
  /** Resolves with whether it could be kept. */
  remember: () => Promise<boolean>;
} {
  const [contact, setContact] = useState(BLANK);
  const [isKnown, setKnown] = useState(false);
  useEffect(() => {
    let isHere = true;
    remembered().then((kept) => {
      if (!isHere) return;
      setContact(kept);
      setKnown(true);
    });
    return () => {
      isHere = false;
    };
  }, []);
  const change = useCallback((field: ContactField, value: string) => setContact((now) => ({ ...now, [field]: value })), []);
  const remember = (): Promise<boolean> =>
    storage.write(KEY, JSON.stringify(contact)).then(
      () => true,
      () => false,
    );
  return { contact, isKnown, problems: problemsOf(contact), change, remember };
}

/** What this device remembers; anything unreadable counts as nothing. */
async function remembered(): Promise<Contact> {
  try {
    const stored: unknown = JSON.parse((await storage.read(KEY)) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return BLANK;
    const contact = { ...BLANK };
    for (const field of FIELDS) {
      const value: unknown = Reflect.get(stored, field);
      if (typeof value === 'string') contact[field] = value.slice(0, LIMITS.addressLength);
    }
    return contact;
  } catch {
    return BLANK;
  }
}

function problemsOf(contact: Contact): Partial<Record<ContactField, string>> {
  const found: Partial<Record<ContactField, string>> = {};
  if (!contact.name.trim()) found.name = buyText.missingName;
  // The server has the last word; this only catches slips.
  if (!/^\S+@\S+\.\S+$/.test(contact.email.trim())) found.email = buyText.missingEmail;
  if (!contact.address.trim()) found.address = buyText.missingAddress;
  return found;
}
