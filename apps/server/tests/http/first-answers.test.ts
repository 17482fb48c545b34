import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Livestream, LivestreamSettings, type PublicShop } from '@vitrine/protocol';
import { HOME } from '@vitrine/protocol/page-sizes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Services, ShowPreview } from '../../src/domain/services.ts';
import { HOST, openEdge, STREAM } from './edge.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const COOKIE = { cookie: '__Host-vitrine=session' };
const SHOP: PublicShop = {
  name: 'Maison Lumen',
  currency: 'EUR',
  logoUrl: null,
  accentColor: null,
  deliveryMethods: [],
  payment: 'manual',
};
const PREVIEW: ShowPreview = {
  title: 'The Autumn Firing',
  description: '',
  hostName: 'Inès',
  status: 'live',
  scheduledFor: null,
  startTime: 0,
  endTime: null,
  thumbnailUrl: '/uploads/cover.webp',
  recordingUrl: null,
  visibility: 'public',
};
const show = (title: string): Livestream => ({
  _id: STREAM,
  title,
  description: '',
  createdBy: HOST.id,
  hostName: 'Inès',
  startTime: '2026-11-27T18:30:00.000Z',
  endTime: null,
  duration: 60,
  isActive: true,
  status: 'live',
  scheduledFor: null,
  streamUrl: `/watch/${STREAM}`,
  thumbnailUrl: '/uploads/cover.webp',
  recordingUrl: null,
  recording: null,
  quality: '720p',
  visibility: 'public',
  tags: [],
  settings: LivestreamSettings.parse({}),
  viewerCount: 3,
  totalViewers: 3,
  peakViewers: 3,
  likes: 0,
  likedBy: [],
  chatMessages: [],
  lineup: [],
  pinnedProducts: ['e'.repeat(24)],
  pinnedMessage: null,
  guests: [],
  hostAwaySince: null,
  engagementRate: 0,
  createdAt: '2026-11-27T18:00:00.000Z',
  updatedAt: '2026-11-27T18:30:00.000Z',
});

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), '.vitrine-first-'));
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><html><head><title>Shop</title></head><body><div id="app"></div></body></html>',
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('what a page would ask for first', () => {
  const listed = (title: string) => ({ items: [show(title)] });
  const shopOf = (list: Services['livestreams']['list']) => ({
    livestreams: { list, get: async () => ({ ...show('The Autumn Firing'), products: [] }), preview: async () => null },
    recommendations: { list: async () => ({ items: [] }) },
    accounts: { account: async () => ({ _id: HOST.id, role: 'host' as const, name: 'Inès' }) },
    shop: { public: SHOP },
  });
  /** The answers that came with the page; undefined without the block. */
  async function answers(parts: Parameters<typeof openEdge>[0], path = '/', headers: Record<string, string> = {}) {
    await using edge = await openEdge(parts, { webRoots: { customer: root, admin: root } });
    const page = await (await edge.send('GET', path, { headers: { ...BROWSER, ...headers } })).text();
    const block = /<script type="application\/json" id="first-answers">(.*?)<\/script>/s.exec(page)?.[1];
    return { page, given: block === undefined ? undefined : (JSON.parse(block) as Record<string, unknown>) };
  }

  test('comes with it, and its first picture is there to be seen before the app is', async () => {
    const { page, given } = await answers(shopOf(async () => listed('The Autumn Firing')));
    expect(Object.keys(given ?? {})).toEqual([
      '/auth/session',
      '/livestreams',
      `/livestreams?status=scheduled&limit=${HOME.upcoming}`,
      `/livestreams?status=ended&limit=${HOME.past}`,
      `/recommendations?limit=${HOME.recommendations}`,
      `/livestreams/${STREAM}`,
    ]);
    expect(given).toMatchObject({ '/auth/session': { account: null }, '/livestreams': listed('The Autumn Firing') });
    expect(page).toContain(
      '<div id="app"><div class="first-picture is-home"><img src="/uploads/cover.webp" alt="" fetchpriority="high"><h1 class="display">The Autumn Firing</h1></div></div>',
    );
  });
  test('is for who asks, and nothing in it is taken for markup', async () => {
    const { page, given } = await answers(
      shopOf(async () => listed('</script><script>alert(1)</script>')),
      '/',
      COOKIE,
    );
    expect(given?.['/auth/session']).toMatchObject({ account: { _id: HOST.id } });
    expect(given?.['/livestreams']).toMatchObject(listed('</script><script>alert(1)</script>'));
    expect(page).not.toContain('<script>');
  });
  test('is nobody’s in a frame of another site', async () => {
    const shop = shopOf(async () => listed(''));
    const parts = {
      ...shop,
      livestreams: { ...shop.livestreams, preview: async () => PREVIEW },
      pins: { presented: async () => [] },
      shop: { public: SHOP, settings: { embedOrigins: [] } as never },
    };
    const own = await answers(parts, `/watch/${STREAM}`, COOKIE);
    expect(own.given?.['/auth/session']).toMatchObject({ account: { _id: HOST.id } });
    expect(own.page).toContain('<div id="app"><div class="first-picture is-show"><img src="/uploads/cover.webp"');
    const framed = await answers(parts, `/embed/${STREAM}`, COOKIE);
    expect(Object.keys(framed.given ?? {})).toEqual(['/auth/session', `/livestreams/${STREAM}`, `/livestreams/${STREAM}/products`]);
    expect(framed.given?.['/auth/session']).toMatchObject({ account: null });
    expect(framed.page).toContain('<div class="first-picture is-embed">');
  });
  test('is left out where it could not be answered, and altogether where who asks is not known', async () => {
    const away = () => Promise.reject(new Error('away'));
    const { given, page } = await answers(shopOf(away));
    expect(Object.keys(given ?? {})).toEqual(['/auth/session', `/recommendations?limit=${HOME.recommendations}`]);
    expect(page).toContain('<div id="app"></div>');
    const lost = { ...shopOf(away), accounts: { bySessionToken: away } };
    expect((await answers(lost, '/', COOKIE)).given).toBeUndefined();
  });
  test('is nothing on other pages, or when something is looked for', async () => {
    for (const path of ['/account', '/?tag=clay'])
      expect(
        (
          await answers(
            shopOf(async () => listed('')),
            path,
          )
        ).given,
        path,
      ).toBeUndefined();
  });
});
