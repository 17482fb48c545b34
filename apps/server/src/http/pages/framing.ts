import type { Response } from 'express';

const NOBODY = "frame-ancestors 'none'";

/** Lets pages of these origins show this one in a frame. With none, what all pages say stands: nobody may. */
export function allowFraming(response: Response, origins: readonly string[]): void {
  const policy = response.getHeader('Content-Security-Policy');
  if (origins.length === 0 || typeof policy !== 'string') return;
  // The origin alone: nothing else of what somebody typed into the settings gets into the header.
  const allowed = [...new Set(origins.map((address) => new URL(address).origin))].join(' ');
  response.set(
    'Content-Security-Policy',
    policy.replace(NOBODY, () => `frame-ancestors ${allowed}`),
  );
  // It knows no list of origins; browsers that know the policy pass it over anyway.
  response.removeHeader('X-Frame-Options');
}
