import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../config.ts';

/** Where Agora's web SDK looks servers up and reports to (docs.agora.io, "Firewall requirements"); its WebSockets go to the same names. */
const AGORA_HOSTS = ['agora.io', 'sd-rtn.com', 'rtnsvc.com', 'rtesvc.com'].map((domain) => `https://*.${domain}:*`);

/** Security headers for pages and API alike. */
export function securityHeaders(config: Config): RequestHandler[] {
  const { protocol, hostname } = new URL(config.publicUrl);
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
          // Vue binds positions and sizes as style attributes.
          'style-src-attr': ["'unsafe-inline'"],
          'img-src': ["'self'", 'data:', 'blob:', 'https:'],
          'media-src': ["'self'", 'blob:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'", 'ws:', 'wss:', ...(config.agora === null ? [] : AGORA_HOSTS)],
          'worker-src': ["'self'", 'blob:'],
          'object-src': ["'none'"],
          'base-uri': ["'none'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
        },
      },
      // A name behind HTTPS should stay there. An address may have a certificate made on the spot, which a browser could then never accept.
      strictTransportSecurity: protocol === 'https:' && isIP(hostname) === 0 && hostname !== 'localhost',
      // `no-referrer` would make browsers send `Origin: null` with forms of our own pages.
      referrerPolicy: { policy: 'same-origin' },
    }),
    (_request, response, next) => {
      response.set(
        'Permissions-Policy',
        'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(self), usb=()',
      );
      next();
    },
  ];
}
