// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { useContact } from './use-contact.ts';

describe('the remembered contact', () => {
  beforeEach(() => localStorage.clear());

  it('is there again next time', () => {
    const first = useContact();
    Object.assign(first.contact, { name: 'Clara', email: 'clara@wood.be', address: 'Alder Row 14' });
    first.remember();
    expect(useContact().contact).toEqual({ name: 'Clara', email: 'clara@wood.be', address: 'Alder Row 14' });
    expect(useContact().problems.value).toEqual({});
  });

  it('counts anything unreadable as nothing', () => {
    localStorage.setItem('vitrine.contact', '{"name":3,"email":');
    expect(useContact().contact).toEqual({ name: '', email: '', address: '' });
  });

  it('says what is missing', () => {
    const { contact, problems } = useContact();
    Object.assign(contact, { name: 'Clara', email: 'clara', address: ' ' });
    expect(Object.keys(problems.value)).toEqual(['email', 'address']);
  });
});
