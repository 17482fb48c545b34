import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { Id } from '@vitrine/protocol';
import { z } from 'zod';
import { SDP, SDP_FRAGMENT } from '../signalling/routes.ts';
import { problemsOf } from './document.ts';

const stream = z.object({ streamId: Id });
const session = stream.extend({ sessionId: z.string() });
const text = z.string();
const shared = { tags: ['Video'], security: [{ bearer: [] }] };

const pagesOf = (protocol: 'whip' | 'whep', verb: string): RouteConfig[] => [
  {
    ...shared,
    method: 'post',
    path: `/${protocol}/{streamId}`,
    operationId: `${protocol}Open`,
    summary: `${verb} with an SDP offer. The token comes from POST /livestreams/{id}/video`,
    request: { params: stream, body: { required: true, content: { [SDP]: { schema: text } } } },
    responses: {
      201: { description: 'The SDP answer; `Location` names the session', content: { [SDP]: { schema: text } } },
      ...problemsOf([
        'invalid',
        'unauthenticated',
        'token_expired',
        'forbidden',
        'not_found',
        'not_live',
        'ended',
        'too_large',
        'unsupported_media_type',
        'video_unavailable',
        'video_full',
      ]),
    },
  },
  {
    ...shared,
    method: 'patch',
    path: `/${protocol}/{streamId}/{sessionId}`,
    operationId: `${protocol}Trickle`,
    summary: 'Add ICE candidates',
    request: { params: session, body: { required: true, content: { [SDP_FRAGMENT]: { schema: text } } } },
    responses: {
      204: { description: 'Taken' },
      ...problemsOf(['invalid', 'unauthenticated', 'token_expired', 'not_found', 'too_large', 'unsupported_media_type']),
    },
  },
  {
    ...shared,
    method: 'delete',
    path: `/${protocol}/{streamId}/{sessionId}`,
    operationId: `${protocol}Close`,
    summary: 'Leave. Leaving twice is as good as once',
    request: { params: session },
    responses: { 200: { description: 'Left' }, ...problemsOf(['unauthenticated', 'token_expired']) },
  },
];

/** The document's pages of WHIP and WHEP, whose bodies are not JSON. */
export const SIGNALLING_PAGES: readonly RouteConfig[] = [...pagesOf('whip', 'Publish'), ...pagesOf('whep', 'Play')];
