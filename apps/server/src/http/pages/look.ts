import { Router } from 'express';
import type { Services } from '../../domain/services.ts';
import { sendProblem } from '../error-edge.ts';
import { problem } from '../problem.ts';
import { accentSheet } from './accent.ts';

const DAY = 86_400;
const ICONS = [
  { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
  { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
  { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
];

/** Where the sheet of an accent is. The address says it all, so that pages of one shop and frames in another colour share one way. */
export const accentSheetAt = (color: string): string => `/theme.css?accent=${color.slice(1)}`;

/** What the shop looks like beyond its pages: the style sheet of its accent, and how the two apps stand on a home screen. */
export function lookRoutes({ shop }: Pick<Services, 'shop'>): Router {
  const router = Router({ caseSensitive: true });
  router.get('/theme.css', (request, response) => {
    const sheet = accentSheet(`#${String(request.query.accent)}`);
    if (sheet === null) {
      sendProblem(response, problem('invalid', { detail: 'accent is a colour such as c2410c.' }));
      return;
    }
    response.set('Cache-Control', `public, max-age=${DAY}`).type('text/css').send(sheet);
  });
  router.get('/manifest.webmanifest', (_request, response) => {
    const { name } = shop.public;
    response.set('Cache-Control', 'no-cache').type('application/manifest+json');
    response.send(manifest({ name, start: '/', background: '#0c0b0a' }));
  });
  router.get('/admin/manifest.webmanifest', (_request, response) => {
    const { name } = shop.public;
    response.set('Cache-Control', 'no-cache').type('application/manifest+json');
    response.send(manifest({ name: `${name}: dashboard`, start: '/admin/', background: '#faf8f5' }));
  });
  return router;
}

/** Web application manifest (W3C). There is no service worker: pages are always the server's own. */
function manifest({ name, start, background }: { name: string; start: string; background: string }): string {
  return JSON.stringify({
    id: start,
    name,
    short_name: name,
    start_url: start,
    scope: start,
    display: 'standalone',
    background_color: background,
    theme_color: background,
    icons: ICONS,
  });
}
