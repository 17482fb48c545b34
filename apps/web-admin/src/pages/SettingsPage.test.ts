// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { toast } from '@vitrine/web-kit/toast';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { reach } from '../composables/server/use-reach.ts';
import { alerts, emptyShop, faults, field, inDialog, openDesk, press, problemOf, submit, words, write } from '../testing/desk.ts';
import { aSystem, aWebhook, someSettings } from '../testing/records.ts';
import SettingsPage from './SettingsPage.vue';

vi.mock('@vitrine/web-kit/toast', () => ({ toast: vi.fn() }));
const partOf = (title: string): string => `[aria-label="${title}"] form`;

describe('the settings', () => {
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.shopSettings).mockResolvedValue(someSettings());
    vi.mocked(api.system).mockResolvedValue(aSystem());
    vi.mocked(api.webhooks).mockResolvedValue({ items: [aWebhook()] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.mocked(toast).mockClear();
    document.body.replaceChildren();
  });

  it('show beside its field what the server refuses, and keep what was written', async () => {
    const { page } = await openDesk(SettingsPage);
    expect(await faults()).toEqual([]);
    await write('Name', 'Maison Lumen');
    await write('Logo', 'ftp://lumen.test/logo.png');
    vi.mocked(api.changeShopSettings).mockRejectedValueOnce(
      new ApiError('invalid', 400, 'refused', { errors: [{ path: 'logoUrl', message: 'Not a picture' }] }),
    );
    await submit(partOf('The shop'));
    expect(problemOf('Logo')).toBe('Not a picture');
    expect(document.activeElement).toBe(field('Logo'));
    expect(field('Name').value).toBe('Maison Lumen');
    page.unmount();
  });

  it('ask for a name and a currency before they ask the server', async () => {
    const { page } = await openDesk(SettingsPage);
    await write('Name', ' ');
    await write('Currency', 'EU');
    await submit(partOf('The shop'));
    expect(problemOf('Name')).toBe('A shop needs a name.');
    expect(problemOf('Currency')).toContain('Three letters');
    expect(api.changeShopSettings).not.toHaveBeenCalled();
    page.unmount();
  });

  it('take ways of delivery, with what they cost and from where on they are free', async () => {
    const { page } = await openDesk(SettingsPage);
    expect(words()).toContain('No way of delivery yet');
    await press('Add a way');
    await submit(partOf('Delivery'));
    expect(problemOf('Way 1')).toBe('Give it a name, such as Post.');
    expect(problemOf('Price (€)')).toBe('What does it cost? 0 is free.');
    expect(api.changeShopSettings).not.toHaveBeenCalled();
    await write('Way 1', 'By post');
    await write('Price (€)', '4,95');
    await write('Free from (€)', '50');
    vi.mocked(api.changeShopSettings).mockImplementation(async (patch) => ({ ...someSettings(), ...patch }));
    await submit(partOf('Delivery'));
    expect(api.changeShopSettings).toHaveBeenCalledWith({
      deliveryMethods: [{ id: 'by-post', name: 'By post', price: 495, freeFrom: 5_000 }],
    });
    await press('Remove By post');
    await submit(partOf('Delivery'));
    expect(api.changeShopSettings).toHaveBeenLastCalledWith({ deliveryMethods: [] });
    page.unmount();
  });

  it('take tax rates, of which one always stays, and the time to pay', async () => {
    const { page } = await openDesk(SettingsPage);
    expect(words()).not.toContain('Remove Standard');
    await press('Add a rate');
    await write('Rate 2', 'Standard');
    await submit(partOf('Taxes'));
    expect(problemOf('Rate 2')).toBe('There is a rate of that name already.');
    await write('Rate 2', 'Books');
    const [, percent] = [...document.querySelectorAll<HTMLInputElement>(`${partOf('Taxes')} input[inputmode=decimal]`)];
    if (!percent) throw new Error('there is no second rate');
    percent.value = '5,5';
    percent.dispatchEvent(new Event('input'));
    vi.mocked(api.changeShopSettings).mockImplementation(async (patch) => ({ ...someSettings(), ...patch }));
    await submit(partOf('Taxes'));
    expect(api.changeShopSettings).toHaveBeenLastCalledWith({
      taxRates: [
        { name: 'Standard', percent: 21 },
        { name: 'Books', percent: 5.5 },
      ],
    });
    await write('Minutes to pay', '5');
    await submit(partOf('Unpaid orders'));
    expect(problemOf('Minutes to pay')).toBe('A whole number from 10 to 1,440.');
    await write('Minutes to pay', '45');
    await submit(partOf('Unpaid orders'));
    expect(api.changeShopSettings).toHaveBeenLastCalledWith({ payWithinMinutes: 45 });
    page.unmount();
  });

  it('name the line that the server refuses', async () => {
    const { page } = await openDesk(SettingsPage);
    await write('Allowed sites', 'https://lumen.test\n\nlumen');
    vi.mocked(api.changeShopSettings).mockRejectedValueOnce(
      new ApiError('invalid', 400, 'refused', { errors: [{ path: 'embedOrigins.1', message: 'Invalid URL' }] }),
    );
    await submit(partOf('Other pages'));
    expect(api.changeShopSettings).toHaveBeenCalledWith({ embedOrigins: ['https://lumen.test', 'lumen'] });
    expect(problemOf('Allowed sites')).toBe('“lumen”: Invalid URL');
    page.unmount();
  });

  it('keep what is being written while the server is away and when it is back, and save it then', async () => {
    const server = vi.fn(async () => new Response('', { status: 502 }));
    vi.stubGlobal('fetch', server);
    const { page } = await openDesk(SettingsPage);
    await reach.check();
    await write('Blocked words', 'coins');
    vi.mocked(api.changeShopSettings).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    await submit(partOf('Blocked words'));
    expect(alerts()).toEqual([expect.stringContaining('Not saved: the server cannot be reached.')]);
    server.mockImplementation(async () => new Response(''));
    await press('Try now');
    expect(api.webhooks).toHaveBeenCalledTimes(2);
    expect(field('Blocked words').value).toBe('coins');
    vi.mocked(api.changeShopSettings).mockResolvedValue(someSettings({ blockedWords: ['coins'] }));
    await submit(partOf('Blocked words'));
    expect(alerts()).toEqual([]);
    expect(toast).toHaveBeenCalledWith('Saved');
    page.unmount();
  });

  it('say which parts run and what to see to, and load them again when they did not come', async () => {
    vi.mocked(api.system).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    const { page } = await openDesk(SettingsPage);
    expect(alerts()).toEqual([expect.stringContaining('This part did not load')]);
    vi.mocked(api.system).mockResolvedValue(aSystem({ warnings: ['redis_away'] }));
    await press('Try again');
    expect(words()).toContain('SQLite, built in');
    expect(words()).toContain('Redis does not answer');
    page.unmount();
  });
});

describe('a webhook', () => {
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.shopSettings).mockResolvedValue(someSettings());
    vi.mocked(api.system).mockResolvedValue(aSystem());
    vi.mocked(api.webhooks).mockResolvedValue({ items: [aWebhook()] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('shows beside its field what the server refuses, and forgets that when it is opened anew', async () => {
    const { page } = await openDesk(SettingsPage);
    await press('Add a webhook');
    await write('Address', 'http://10.0.0.1/hook');
    vi.mocked(api.createWebhook).mockRejectedValueOnce(
      new ApiError('invalid', 400, 'refused', { errors: [{ path: 'url', message: 'leads into a private network' }] }),
    );
    await submit('#webhook');
    expect(problemOf('Address')).toBe('leads into a private network');
    expect(field('Address').value).toBe('http://10.0.0.1/hook');
    expect(await faults()).toEqual([]);
    await press('Close');
    await press('Add a webhook');
    expect(problemOf('Address')).toBeUndefined();
    page.unmount();
  });

  it('is removed, and gets a new secret, only when that was confirmed', async () => {
    const { page } = await openDesk(SettingsPage);
    await press('Open https://erp.example/hook');
    await press('New secret');
    expect(inDialog()).toContain('Make a new secret?');
    vi.mocked(api.rotateWebhookSecret).mockResolvedValue({ ...aWebhook(), secret: 'whsec_once' });
    await press('Make a new one');
    expect(field('Secret').value).toBe('whsec_once');
    await press('Remove');
    expect(inDialog()).toContain('Remove this webhook?');
    expect(api.deleteWebhook).not.toHaveBeenCalled();
    await press('Keep it');
    await press('Remove');
    await press('Remove it');
    expect(api.deleteWebhook).toHaveBeenCalledWith(aWebhook()._id);
    page.unmount();
  });
});
