// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { useShare } from './use-share.ts';

const said = vi.hoisted(() => vi.fn(async (_: string) => undefined));
vi.mock('../page/use-toasts.ts', () => ({ useToasts: () => ({ say: said }) }));
vi.mock('../server/api.ts', () => ({ isEmbedded: true }));

const copied = vi.fn(async (_: string) => undefined);
function browser(share?: (link: ShareData) => Promise<void>): void {
  vi.stubGlobal('navigator', { share, clipboard: { writeText: copied } });
  vi.stubGlobal('location', { origin: 'https://shop.test', pathname: '/embed/abc', href: 'https://shop.test/embed/abc#at' });
}
const share = (): Promise<void> => useShare(() => 'The Autumn Firing')();
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

test('the device’s own sheet gets the title and the link to the show in the shop, from a frame too', async () => {
  const given = vi.fn(async () => undefined);
  browser(given);
  await share();
  expect(given).toHaveBeenCalledWith({ title: 'The Autumn Firing', url: 'https://shop.test/watch/abc' });
  expect(copied).not.toHaveBeenCalled();
});

test('where there is no sheet the link is copied, and that is said', async () => {
  browser();
  await share();
  expect(copied).toHaveBeenCalledWith('https://shop.test/watch/abc');
  expect(said).toHaveBeenCalledWith('Link copied');
});

test('who closes the sheet wanted nothing; a sheet that fails is made good by a copy', async () => {
  browser(async () => {
    throw new DOMException('closed', 'AbortError');
  });
  await share();
  expect(copied).not.toHaveBeenCalled();
  browser(async () => {
    throw new DOMException('refused', 'NotAllowedError');
  });
  await share();
  expect(copied).toHaveBeenCalledOnce();
  copied.mockRejectedValueOnce(new Error('refused'));
  await share();
  expect(said).toHaveBeenLastCalledWith('The link could not be copied');
});
