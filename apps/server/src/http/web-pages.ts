import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Request, type RequestHandler, Router } from 'express';

export interface WebRoots {
  /** The built shop, served at `/`. */
  customer: string;
  /** The built dashboard, served at `/admin`. */
  admin: string;
}

const INDEX = 'index.html';
const YEAR = 31_536_000;

/** The two web apps. Pages are theirs to route, so every navigation that is no file gets the app's page. */
export function webPages(roots: WebRoots): Router {
  const router = Router({ caseSensitive: true });
  router.use('/admin', files(roots.admin), page(roots.admin, 'dashboard'), (_request, _response, next) => next('router'));
  router.use(files(roots.customer), page(roots.customer, 'shop'));
  return router;
}

function files(root: string): RequestHandler {
  return express.static(root, {
    index: false,
    redirect: false,
    setHeaders(response, path) {
      // Vite names what lies in `assets` by its content; the rest may change under its name.
      const isHashed = path.startsWith(join(root, 'assets', '/'));
      response.setHeader('Cache-Control', isHashed ? `public, max-age=${YEAR}, immutable` : 'public, no-cache');
    },
  });
}

function page(root: string, name: string): RequestHandler {
  return (request, response, next) => {
    if (!isNavigation(request)) return next();
    if (!existsSync(join(root, INDEX))) {
      response.status(503).type('text/plain').send(`The ${name} has not been built. Run "npm run build" and reload this page.\n`);
      return;
    }
    // With `root`, a dot in a folder above it doesn't make the file a hidden one.
    response.sendFile(INDEX, { root, cacheControl: false, headers: { 'Cache-Control': 'no-cache' } });
  };
}

/** The app's own address for whoever asks; the addresses inside it only for browsers, which name `text/html`. */
function isNavigation(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (request.path.startsWith('/assets/')) return false;
  return request.path === '/' || /\btext\/html\b/.test(request.headers.accept ?? '');
}
