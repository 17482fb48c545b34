import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Product, PublicShop, ShopSettings } from '@vitrine/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShowPreview } from '../../src/domain/services.ts';
import { openEdge, STREAM } from './edge.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
let folder = '';
const page = (name: string): string =>
  `<!doctype html><html><head><meta name="description" content="${name}"><title>${name}</title></head><body>The ${name} app</body></html>`;
const roots = () => ({
  customer: join(folder, 'customer'),
  admin: join(folder, 'admin'),
  mobileCustomer: join(folder, 'mobile-customer'),
  mobileAdmin: join(folder, 'mobile-admin'),
});
const NAMES = { customer: 'Shop', admin: 'Dashboard', mobileCustomer: 'Pocket shop', mobileAdmin: 'Pocket dashboard' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), '.vitrine-pages-'));
  for (const [name, root] of Object.entries(roots())) {
    await mkdir(join(root, 'assets'), { recursive: true });
    await writeFile(join(root, 'index.html'), page(String(Reflect.get(NAMES, name))));
    await writeFile(join(root, 'assets', 'app-1a2b3c.js'), 'export {};');
    await writeFile(join(root, '.built-from'), 'private');
  }
  await writeFile(join(folder, 'secret.txt'), 'secret');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SHOP: PublicShop = {
  name: 'Maison Lumen',
  currency: 'EUR',
  logoUrl: null,
  accentColor: null,
  deliveryMethods: [],
  payment: 'manual',
};
const SETTINGS: ShopSettings = {
  name: SHOP.name,
  currency: 'EUR',
  logoUrl: null,
  accentColor: null,
  taxRates: [{ name: 'Standard', percent: 0 }],
  deliveryMethods: [],
  blockedWords: [],
  embedOrigins: [],
  payWithinMinutes: 30,
};

describe('the web apps', () => {
  test.each(['/', '/watch/a', '/shows', '/account'])('the shop answers a navigation to %s with its page', async (path) => {
    await using edge = await openEdge({}, { webRoots: roots() });
    const answer = await edge.send('GET', path, { headers: BROWSER });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    expect(await answer.text()).toContain('The Shop app');
  });

  test.each(['/admin', '/admin/', '/admin/setup', '/admin/shows/a'])(
    'the dashboard answers a navigation to %s with its page',
    async (path) => {
      await using edge = await openEdge({}, { webRoots: roots() });
      expect(await (await edge.send('GET', path, { headers: BROWSER })).text()).toContain('The Dashboard app');
    },
  );

  test.each([
    ['/m', 'Pocket shop'],
    ['/m/watch/a', 'Pocket shop'],
    ['/m/admin', 'Pocket dashboard'],
    ['/m/admin/show/a', 'Pocket dashboard'],
  ])('a mobile app answers a navigation to %s with its page, whose styles may be its own', async (path, title) => {
    await using edge = await openEdge({}, { webRoots: roots() });
    const answer = await edge.send('GET', path, { headers: BROWSER });
    expect(await answer.text()).toContain(`The ${title} app`);
    expect(answer.headers.get('content-security-policy')).toContain("style-src 'self' 'unsafe-inline';");
  });

  test('files named by their content are kept for good; a missing one is not a page', async () => {
    await using edge = await openEdge({}, { webRoots: roots() });
    for (const prefix of ['', '/admin', '/m', '/m/admin']) {
      const file = await edge.send('GET', `${prefix}/assets/app-1a2b3c.js`);
      expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(file.headers.get('content-type')).toContain('text/javascript');
      expect((await edge.send('GET', `${prefix}/assets/app-gone.js`, { headers: BROWSER })).status).toBe(404);
    }
  });

  test('nothing beside the built files is served', async () => {
    await using edge = await openEdge({}, { webRoots: roots() });
    for (const path of ['/.built-from', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt'])
      expect(await (await edge.send('GET', path)).text(), path).not.toMatch(/^(private|secret)/);
  });

  test('what is not asked for as a page is not_found, and nothing can be posted to a page', async () => {
    await using edge = await openEdge({}, { webRoots: roots() });
    expect((await edge.send('GET', '/nothing', { headers: { accept: 'application/json' } })).status).toBe(404);
    expect((await edge.send('POST', '/shows', { headers: BROWSER })).status).toBe(404);
  });

  test('an app that has not been built says what to do', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('GET', '/admin', { headers: BROWSER });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build');
  });

  test.each(['/m', '/m/admin', '/m/watch/1'])('%s says how to build what nobody has built, which is no error', async (path) => {
    const nowhere = { customer: '/nowhere', admin: '/nowhere', mobileCustomer: '/nowhere', mobileAdmin: '/nowhere' };
    await using edge = await openEdge({}, { webRoots: nowhere });
    const answer = await edge.send('GET', path, { headers: BROWSER });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('npm run mobile:build');
    await expect.poll(() => edge.log.length).toBeGreaterThan(0);
    expect(edge.log.map((line) => JSON.parse(line).level).filter((level) => level > 30)).toEqual([]);
  });

  test('pages run only their own scripts and stand in no frame', async () => {
    await using edge = await openEdge({}, { webRoots: roots() });
    const { headers } = await edge.send('GET', '/', { headers: BROWSER });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("style-src-attr 'unsafe-inline'");
    expect(policy).not.toContain("style-src 'self' 'unsafe-inline'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).not.toBeNull();
  });
});

describe('a link to a show', () => {
  const SHOW: ShowPreview = {
    title: 'Clay & "Fire" </title><script>alert(1)</script> $& $1',
    description: `Eight pieces\n<b>out of last night’s kiln</b>. ${'And more of them. '.repeat(20)}`,
    hostName: 'Inès',
    status: 'scheduled',
    scheduledFor: Date.parse('2026-11-27T18:30:00Z'),
    startTime: null,
    endTime: null,
    thumbnailUrl: '/uploads/cover.webp',
    recordingUrl: null,
    visibility: 'public',
  };
  /** What the page of this show says in its head, to what makes previews: they name no type. */
  async function head(
    show: ShowPreview | null,
    path = `/watch/${STREAM}`,
    products: Partial<Product>[] = [],
  ): Promise<{ page: string; tag: (name: string) => string | undefined }> {
    await using edge = await openEdge(
      {
        livestreams: { preview: async (id) => (id === STREAM ? show : null) },
        pins: { presented: async () => products as Product[] },
        shop: { public: SHOP, settings: SETTINGS },
      },
      { webRoots: roots() },
    );
    const answer = await edge.send('GET', path, { headers: { accept: '*/*' } });
    expect(answer.status).toBe(200);
    const page = await answer.text();
    const tag = (name: string): string | undefined => new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)">`).exec(page)?.[1];
    return { page, tag };
  }

  test('says its title, time and picture, and nothing of it is taken for markup', async () => {
    const { page, tag } = await head(SHOW);
    expect(tag('og:title')).toBe('Clay &amp; &quot;Fire&quot; &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; $&amp; $1');
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<b>');
    expect(page.match(/<title>/g)).toHaveLength(1);
    expect(page.match(/name="description"/g)).toHaveLength(1);
    expect(tag('description')).toMatch(/^Live on Friday,? 27 November 2026 at 18:30 UTC with Inès\. Eight pieces &lt;b&gt;/);
    expect(tag('description')).toMatch(/…$/);
    expect(tag('og:image')).toBe('https://shop.example/uploads/cover.webp');
    expect(tag('og:url')).toBe(`https://shop.example/watch/${STREAM}`);
    expect(tag('video:release_date')).toBe('2026-11-27T18:30:00.000Z');
    expect(tag('twitter:card')).toBe('summary_large_image');
    expect(tag('og:site_name')).toBe('Maison Lumen');
  });

  test('says the piece that it is about, when the show has it', async () => {
    const vase = { _id: 'c'.repeat(24), title: 'Dune vase', description: 'Stoneware.', images: ['/uploads/vase.webp'] };
    const { tag } = await head(SHOW, `/watch/${STREAM}?piece=${vase._id}`, [vase]);
    expect(tag('og:title')).toBe('Dune vase');
    expect(tag('og:image')).toBe('https://shop.example/uploads/vase.webp');
    expect(tag('og:url')).toBe(`https://shop.example/watch/${STREAM}?piece=${vase._id}`);
    expect(tag('description')).toMatch(/^Live on Friday,? 27 November 2026 at 18:30 UTC with Inès\. Clay .* Stoneware\.$/);
    const other = await head(SHOW, `/watch/${STREAM}?piece=${'d'.repeat(24)}`, [vase]);
    expect(other.tag('og:url')).toBe(`https://shop.example/watch/${STREAM}`);
    expect(other.tag('og:image')).toBe('https://shop.example/uploads/cover.webp');
  });

  test('has a picture that every chat app can show', async () => {
    const { tag } = await head({ ...SHOW, thumbnailUrl: '/sample/scene.svg' });
    expect(tag('og:image')).toBe('https://shop.example/icons/share.png');
  });

  test('says that it is on, or to be seen again', async () => {
    const startTime = Date.parse('2026-11-27T18:31:00Z');
    expect((await head({ ...SHOW, status: 'live', startTime })).tag('og:description')).toMatch(/^Live now with Inès\. /);
    const over = await head({ ...SHOW, status: 'ended', startTime, endTime: startTime + 90_000, recordingUrl: '/recordings/host.webm' });
    expect(over.tag('og:description')).toMatch(/^Watch the replay of Friday,? 27 November 2026 with Inès\. /);
    expect(over.tag('video:duration')).toBe('90');
  });

  test('tells of an unknown or private show no more than of the shop', async () => {
    const { page, tag } = await head(null);
    expect(tag('og:title')).toBe('Maison Lumen');
    expect(tag('og:type')).toBe('website');
    expect(tag('og:image')).toBe('https://shop.example/icons/share.png');
    expect(tag('og:url')).toBeUndefined();
    expect(page).toBe((await head(null, `/watch/${'d'.repeat(24)}`)).page);
  });

  test('that is found by its link alone is not for search engines, nor is a frame', async () => {
    expect((await head(SHOW)).tag('robots')).toBeUndefined();
    expect((await head({ ...SHOW, visibility: 'unlisted' })).tag('robots')).toBe('noindex');
    expect((await head(SHOW, `/embed/${STREAM}`)).tag('robots')).toBe('noindex');
  });

  test('still gives the page while the store is away', async () => {
    const preview = () => Promise.reject(new Error('away'));
    await using edge = await openEdge({ livestreams: { preview } }, { webRoots: roots() });
    expect(await (await edge.send('GET', `/watch/${STREAM}`)).text()).toContain('The Shop app');
  });
});

describe('a page for frames of other sites', () => {
  async function headers(path: string, embedOrigins: string[]): Promise<Headers> {
    await using edge = await openEdge(
      { livestreams: { preview: async () => null }, shop: { public: SHOP, settings: { ...SETTINGS, embedOrigins } } },
      { webRoots: roots() },
    );
    return (await edge.send('GET', path, { headers: BROWSER })).headers;
  }
  const ancestors = (given: Headers): string | undefined => /frame-ancestors ([^;]*)/.exec(given.get('content-security-policy') ?? '')?.[1];

  test('stands in no frame until sites are named, then in theirs alone', async () => {
    const path = `/embed/${STREAM}`;
    expect(ancestors(await headers(path, []))).toBe("'none'");
    const named = await headers(path, ['https://www.example.com', 'https://other.example/shop; script-src *']);
    expect(ancestors(named)).toBe('https://www.example.com https://other.example');
    expect(named.get('content-security-policy')).toContain("script-src 'self';");
    expect(named.get('x-frame-options')).toBeNull();
  });

  test('is the only one that does', async () => {
    for (const path of ['/', `/watch/${STREAM}`, '/admin', '/embeds']) {
      const given = await headers(path, ['https://www.example.com']);
      expect(ancestors(given), path).toBe("'none'");
      expect(given.get('x-frame-options'), path).not.toBeNull();
    }
  });
});

describe('the shop’s look', () => {
  const inTeal = { livestreams: { preview: async () => null }, shop: { public: { ...SHOP, accentColor: '#0f766e' }, settings: SETTINGS } };

  test('comes as a style sheet of its accent, to both apps, and to a frame in the colour it asks for', async () => {
    await using edge = await openEdge(inTeal, { webRoots: roots() });
    const page = async (path: string): Promise<string> => (await edge.send('GET', path, { headers: BROWSER })).text();
    for (const path of ['/', '/account', '/admin/shows']) expect(await page(path), path).toContain('href="/theme.css?accent=0f766e"');
    expect(await page(`/embed/${STREAM}?accent=aa3377`)).toContain('href="/theme.css?accent=aa3377"');
    expect(await page(`/embed/${STREAM}?accent=red`)).toContain('href="/theme.css?accent=0f766e"');
    const sheet = await edge.send('GET', '/theme.css?accent=0f766e');
    expect(sheet.headers.get('content-type')).toContain('text/css');
    expect(await sheet.text()).toContain('.desk{--accent:#0f766e;');
    expect((await edge.send('GET', '/theme.css?accent=red')).status).toBe(400);
    expect((await edge.send('GET', '/theme.css')).status).toBe(400);
  });

  test('is Vitrine’s own without one', async () => {
    await using edge = await openEdge({}, { webRoots: roots() });
    expect(await (await edge.send('GET', '/', { headers: BROWSER })).text()).not.toContain('theme.css');
  });

  test('goes with it to a home screen, under the shop’s name', async () => {
    await using edge = await openEdge(inTeal, { webRoots: roots() });
    for (const [path, start] of [
      ['/', '/'],
      ['/admin/', '/admin/'],
    ] as const) {
      expect(await (await edge.send('GET', path, { headers: BROWSER })).text()).toContain(
        `<link rel="manifest" href="${path}manifest.webmanifest">`,
      );
      const manifest = await edge.send('GET', `${path}manifest.webmanifest`);
      expect(manifest.headers.get('content-type')).toContain('application/manifest+json');
      expect(await manifest.json()).toMatchObject({
        start_url: start,
        scope: start,
        display: 'standalone',
        name: expect.stringContaining('Maison Lumen'),
      });
    }
  });
});

describe('the phone app of a shop', () => {
  const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');
  const ASSET_LINKS = '/.well-known/assetlinks.json';
  const ASSOCIATION = '/.well-known/apple-app-site-association';

  test('is named to Android and to Apple, so that links to shows open it', async () => {
    const env = { ANDROID_APP_ID: 'com.example.shop', ANDROID_APP_FINGERPRINTS: FINGERPRINT, IOS_APP_ID: 'A1B2C3D4E5.com.example.shop' };
    await using edge = await openEdge({}, { env });
    const links = await edge.send('GET', ASSET_LINKS);
    expect([links.status, links.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await links.json()).toEqual([
      {
        relation: ['delegate_permission/common.handle_all_urls'],
        target: { namespace: 'android_app', package_name: 'com.example.shop', sha256_cert_fingerprints: [FINGERPRINT] },
      },
    ]);
    const association = await edge.send('GET', ASSOCIATION);
    expect([association.status, association.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await association.json()).toEqual({
      applinks: { details: [{ appIDs: ['A1B2C3D4E5.com.example.shop'], components: [{ '/': '/watch/*' }] }] },
    });
  });

  test.each([ASSET_LINKS, ASSOCIATION])('%s is not there while the shop has none, whoever asks', async (path) => {
    await using edge = await openEdge({}, { webRoots: roots() });
    for (const accept of ['*/*', BROWSER.accept]) {
      const answer = await edge.send('GET', path, { headers: { accept } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    }
    await expect.poll(() => edge.log.length).toBeGreaterThan(1);
    expect(edge.log.map((line) => JSON.parse(line).level).filter((level) => level > 30)).toEqual([]);
  });
});
