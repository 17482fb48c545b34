import { Router } from 'express';
import type { Config } from '../../config.ts';
import { sendProblem } from '../error-edge.ts';
import { problem } from '../problem.ts';

/** The pages that the customers' app opens in a browser's stead: `intentFilters` and the routes of `apps/mobile-customer` say the same. */
const OPENED = '/watch/*';
/** Apple and Google ask by themselves, seldom; a change of keys should not wait for days. In seconds. */
const KEPT_FOR = 3_600;

/**
 * By these two files phones believe that the customers' app belongs to this domain, so that `https` links to shows open it: Digital Asset Links
 * (developers.google.com/digital-asset-links) and Apple's "Supporting associated domains". What is not configured is not there.
 */
export function appLinkRoutes({ apps }: Pick<Config, 'apps'>): Router {
  const router = Router({ caseSensitive: true });
  for (const [name, file] of [
    ['assetlinks.json', apps.android && assetLinks(apps.android)],
    ['apple-app-site-association', apps.iosId === null ? null : appleAssociation(apps.iosId)],
  ] as const)
    router.get(`/.well-known/${name}`, (_request, response) => {
      if (file === null) sendProblem(response, problem('not_found', { detail: 'This shop has no app for this system.' }));
      else response.set('Cache-Control', `public, max-age=${KEPT_FOR}`).type('application/json').send(JSON.stringify(file));
    });
  return router;
}

const assetLinks = ({ id, fingerprints }: NonNullable<Config['apps']['android']>) => [
  {
    relation: ['delegate_permission/common.handle_all_urls'],
    target: { namespace: 'android_app', package_name: id, sha256_cert_fingerprints: fingerprints },
  },
];
const appleAssociation = (id: string) => ({ applinks: { details: [{ appIDs: [id], components: [{ '/': OPENED }] }] } });
