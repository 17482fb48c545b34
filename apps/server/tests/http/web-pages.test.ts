import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEdge } from './edge.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
let folder = '';
const roots = () => ({ customer: join(folder, 'customer'), admin: join(folder, 'admin') });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), '.vitrine-pages-'));
  for (const root of Object.values(roots())) {
    await mkdir(join(root, 'assets'), { recursive: true });
    await writeFile(join(root, 'index.html'), `<!doctype html><title>${root.endsWith('admin') ? 'Dashboard' : 'Shop'}</title>`);
    await writeFile(join(root, 'assets', 'app-1a2b3c.js'), 'export {};');
    await writeFile(join(root, '.built-from'), 'private');
  }
  await writeFile(join(folder, 'secret.txt'), 'secret');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the web apps', () => {
  test.each(['/', '/watch/a', '/shows', '/account'])('the shop answers a navigation to %s with its page', async (path) => {
    await using edge = await openEdge({}, { webRoots: roots() });
    const answer = await edge.send('GET', path, { headers: BROWSER });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toContain('Shop');
  });

  test.each(['/admin', '/admin/', '/admin/setup', '/admin/shows/a'])(
    'the dashboard answers a navigation to %s with its page',
    async (path) => {
      await using edge = await openEdge({}, { webRoots: roots() });
      expect(await (await edge.send('GET', path, { headers: BROWSER })).text()).toContain('Dashboard');
    },
  );

  test('files named by their content are kept for good; a missing one is not a page', async () => {
    await using edge = await openEdge({}, { webRoots: roots() });
    for (const prefix of ['', '/admin']) {
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
