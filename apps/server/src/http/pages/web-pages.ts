import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '@vitrine/protocol';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Services, ShowPreview } from '../../domain/services.ts';
import { identify } from '../identify.ts';
import { contextOf, type RouteDeps } from '../routes.ts';
import { appLinkRoutes } from './app-links.ts';
import { type FirstAnswers, homeAnswers, showAnswers } from './first-answers.ts';
import { allowFraming } from './framing.ts';
import { linkPreview } from './link-preview.ts';
import { accentSheetAt, lookRoutes } from './look.ts';
import { pageFiles } from './page-files.ts';
import { dataBlock, manifestLink, opening, previewTags, styleSheet, withHead, withOpening } from './page-head.ts';

export interface WebRoots {
  /** The built shop, served at `/`. */
  customer: string;
  /** The built dashboard, served at `/admin`. */
  admin: string;
  /** The mobile apps as pages, served at `/m` and `/m/admin`: to try them in a browser. */
  mobileCustomer?: string;
  mobileAdmin?: string;
}
export interface WebPagesDeps extends RouteDeps {
  roots: WebRoots;
}

const INDEX = 'index.html';
const YEAR = 31_536_000;
/** A page that shows one show, by its id: the shop's own, and the one for frames of other sites. */
const SHOW_PAGE = /^\/(watch|embed)\/([0-9a-f]{24})\/?$/;
const EMBED_PAGE = /^\/embed\//;
const NOT_BUILT_FOR_PHONES = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>Not built yet</title></head>
<body>
<h1>The phone app is not built yet</h1>
<p>To try it in a browser, run <code>npm run mobile:build</code> where the server is installed, and reload this page.</p>
<p><a href="/">The shop</a> is open as it is.</p>
</body>
</html>
`;
const ACCENT = /^[0-9a-f]{6}$/;

/** The web apps. Pages are theirs to route, so every navigation that is no file gets the app's page. */
export function webPages({ roots, ...deps }: WebPagesDeps): Router {
  const router = Router({ caseSensitive: true });
  const { config, services } = deps;
  const { shop } = services;
  router.use(appLinkRoutes(config));
  router.use(lookRoutes(services));
  router.use('/admin', files(roots.admin), async (request, response, next) => {
    if (!isNavigation(request)) return next('router');
    const tags = [manifestLink('/admin/manifest.webmanifest'), ...accentOf(shop.public.accentColor)];
    await sendPage(response, { root: roots.admin, name: 'dashboard', tags });
  });
  for (const [path, root] of [
    ['/m/admin', roots.mobileAdmin],
    ['/m', roots.mobileCustomer],
  ] as const)
    if (root !== undefined) router.use(path, allowOwnStyles, files(root), mobilePage(root));
  router.get('/embed.js', (_request, response, next) => {
    // Other sites load it: that is what it is for.
    response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    next();
  });
  router.use(files(roots.customer), async (request, response, next) => {
    if (!isNavigation(request)) return next();
    const [, page, id] = SHOW_PAGE.exec(request.path) ?? [];
    // Without a store there is no preview, but still the page, which says so.
    const show = id === undefined ? null : await services.livestreams.preview(id).catch(() => null);
    const piece = show && id !== undefined ? await pieceAsked(request, id, services) : null;
    const path = show ? `/watch/${id}${piece ? `?piece=${piece._id}` : ''}` : request.path === '/' ? '/' : null;
    const isEmbed = EMBED_PAGE.test(request.path);
    if (isEmbed) allowFraming(response, shop.settings.embedOrigins);
    const first = await firstAnswers(request, response, { id, show, isEmbed }, deps);
    // It says who is signed in: for this browser alone.
    response.set('Cache-Control', 'private, no-cache');
    const kind = page === undefined ? 'home' : isEmbed ? 'embed' : 'show';
    const tags = [
      ...previewTags(
        linkPreview(shop.public, config.publicUrl, { path, show, piece, isListed: page !== 'embed' && show?.visibility !== 'unlisted' }),
      ),
      ...(await pageFiles(roots.customer, request.path)),
      ...(isEmbed ? [] : [manifestLink('/manifest.webmanifest')]),
      ...accentOf((isEmbed ? accentAsked(request) : null) ?? shop.public.accentColor),
      ...(first ? [dataBlock('first-answers', first.answers)] : []),
    ];
    await sendPage(response, {
      root: roots.customer,
      name: 'shop',
      tags,
      shown: first?.onAir ? opening({ ...first.onAir, page: kind }) : '',
    });
  });
  return router;
}

/** Puts into the page what it would ask for first: it can be drawn as soon as it runs, a round trip or two earlier. null for other pages. */
async function firstAnswers(
  request: Request,
  response: Response,
  { id, show, isEmbed }: { id: string | undefined; show: ShowPreview | null; isEmbed: boolean },
  deps: RouteDeps,
): Promise<FirstAnswers | null> {
  const isHome = request.path === '/' && Object.keys(request.query).length === 0;
  if (!isHome && (id === undefined || show === null)) return null;
  try {
    // In a frame nobody is known by a cookie.
    const actor = isEmbed ? null : await identify(request, deps.config, deps.services.accounts);
    const context = contextOf(request, response, deps);
    return await (id === undefined || show === null ? homeAnswers(context, actor) : showAnswers(context, actor, id, show));
  } catch {
    // Without a store nobody is known, which is not the same as nobody being there: the page asks.
    return null;
  }
}

/** React Native for the web writes its style sheet while it runs. */
const allowOwnStyles: RequestHandler = (_request, response, next) => {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '');
  response.set('Content-Security-Policy', policy.replace(/style-src 'self'(?=;|$)/, "style-src 'self' 'unsafe-inline'"));
  next();
};
function mobilePage(root: string): RequestHandler {
  return async (request, response, next) => {
    if (!isNavigation(request)) return next('router');
    if (isBuilt(root)) return sendPage(response, { root, name: 'mobile app' });
    // `npm start` does not build it, and nothing is wrong with that.
    response.status(404).set('Cache-Control', 'no-store').type('html').send(NOT_BUILT_FOR_PHONES);
  };
}

const accentOf = (color: string | null): string[] => (color === null ? [] : [styleSheet(accentSheetAt(color))]);
/** The piece of a show that a link is about: one that whoever has the link may see. */
async function pieceAsked(request: Request, streamId: string, { pins }: Pick<Services, 'pins'>): Promise<Product | null> {
  const { piece } = request.query;
  if (typeof piece !== 'string') return null;
  const presented = await pins.presented(null, streamId).catch(() => []);
  return presented.find(({ _id }) => _id === piece) ?? null;
}
/** The colour of the site that shows the frame. */
function accentAsked(request: Request): string | null {
  const { accent } = request.query;
  return typeof accent === 'string' && ACCENT.test(accent) ? `#${accent}` : null;
}

function files(root: string): RequestHandler {
  return express.static(root, {
    index: false,
    redirect: false,
    setHeaders(response, path) {
      // What lies in `assets` (Vite) and `_expo` (Metro) is named by its content; the rest may change under its name.
      const isHashed = ['assets', '_expo'].some((folder) => path.startsWith(join(root, folder, '/')));
      response.setHeader('Cache-Control', isHashed ? `public, max-age=${YEAR}, immutable` : 'public, no-cache');
    },
  });
}

const isBuilt = (root: string): boolean => existsSync(join(root, INDEX));

interface AppPage {
  root: string;
  name: string;
  /** What this address and this shop add to its head. */
  tags?: readonly string[];
  /** What is seen until the app is there. */
  shown?: string;
}

async function sendPage(response: Response, { root, name, tags = [], shown = '' }: AppPage): Promise<void> {
  if (!isBuilt(root)) {
    response.status(503).type('text/plain').send(`The ${name} has not been built. Run "npm run build" and reload this page.\n`);
    return;
  }
  const page = await readFile(join(root, INDEX), 'utf8');
  if (!response.hasHeader('Cache-Control')) response.set('Cache-Control', 'no-cache');
  response.type('html').send(withOpening(withHead(page, tags), shown));
}

/** The app's own address and its shows for whoever asks: what makes previews of links names no type. The rest only for browsers, which do. */
function isNavigation(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (/^\/(assets|_expo)\//.test(request.path)) return false;
  if (request.path === '/' || SHOW_PAGE.test(request.path)) return Boolean(request.accepts('html'));
  return /\btext\/html\b/.test(request.headers.accept ?? '');
}
