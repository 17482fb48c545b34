import { Id, LIMITS, PlaybackChoice } from '@vitrine/protocol';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { Video } from '../../domain/services.ts';
import type { VideoGrant, VideoSignalling } from '../../ports/video.ts';
import { methodNotAllowed } from '../error-edge.ts';
import { bearerToken } from '../identify.ts';
import { InputError } from '../operation.ts';
import { linkOf } from './ice-server-link.ts';

export const SDP = 'application/sdp';
export const SDP_FRAGMENT = 'application/trickle-ice-sdpfrag';
export const LAYER_EXTENSION = 'urn:ietf:params:whep:ext:core:layer';
type Protocol = 'whip' | 'whep';
const Params = z.object({ streamId: Id, sessionId: z.string().min(1).max(100).optional() });

/** WHIP (RFC 9725) for hosts and WHEP for viewers: the same exchange, in two roles. */
export function signallingRoutes(video: Video): Router {
  const router = Router({ caseSensitive: true });
  for (const protocol of ['whip', 'whep'] as const) {
    router
      .route(`/${protocol}/:streamId`)
      .all(openToAllOrigins)
      .options(preflight(['post']))
      .post(open(video, protocol))
      .all(methodNotAllowed(['post']));
    router
      .route(`/${protocol}/:streamId/:sessionId`)
      .all(openToAllOrigins)
      .options(preflight(['patch', 'delete']))
      .patch(trickle(video, protocol))
      .delete(close(video, protocol))
      .all(methodNotAllowed(['patch', 'delete']));
    if (protocol === 'whep')
      router
        .route('/whep/:streamId/:sessionId/layer')
        .all(openToAllOrigins)
        .options(preflight(['post']))
        .post(choose(video))
        .all(methodNotAllowed(['post']));
  }
  return router;
}

/** Broadcasting tools run on any page. No cookie counts here, only the bearer token that the page has been given. */
const openToAllOrigins: RequestHandler = (_request, response, next) => {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Location, Link, ETag, Accept-Patch, Accept-Post, Retry-After',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'no-store',
  });
  next();
};

function preflight(methods: string[]): RequestHandler {
  const allowed = methods.map((method) => method.toUpperCase()).join(', ');
  return (_request, response) => {
    response.set({
      Allow: `${allowed}, OPTIONS`,
      'Access-Control-Allow-Methods': `${allowed}, OPTIONS`,
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match',
      'Access-Control-Max-Age': '86400',
    });
    if (methods.includes('post')) response.set('Accept-Post', SDP);
    else response.set('Accept-Patch', SDP_FRAGMENT);
    response.status(204).end();
  };
}

function open(video: Video, protocol: Protocol): RequestHandler {
  return async (request, response) => {
    const signalling = signallingOf(video);
    const { secret, streamId } = secretOf(request);
    // Before the body is read: nobody else fills our memory.
    await video.authorise(secret, streamId, protocol);
    if (!request.is(SDP)) {
      response.set('Accept-Post', SDP);
      throw new DomainError('unsupported_media_type', `Send the offer as ${SDP}.`);
    }
    const offer = await readText(request, response);
    // And after it: it may have come slowly, and who has been put out meanwhile stays out.
    const session = await signalling.open(await video.authorise(secret, streamId, protocol), offer);
    const location = `/${protocol}/${streamId}/${session.sessionId}`;
    response.set({
      Location: location,
      ETag: session.etag,
      'Accept-Patch': SDP_FRAGMENT,
    });
    const links = session.iceServers.flatMap(linkOf);
    if (protocol === 'whep') links.push(`<${location}/layer>; rel="${LAYER_EXTENSION}"`);
    if (links.length > 0) response.set('Link', links.join(', '));
    // As bytes: Express would add a charset, which the type of an SDP doesn't have.
    response.status(201).set('Content-Type', SDP).send(Buffer.from(session.answer));
  };
}

function trickle(video: Video, protocol: Protocol): RequestHandler {
  return async (request, response) => {
    const { signalling, grant, sessionId } = await openSession(video, request, protocol);
    if (!request.is(SDP_FRAGMENT)) {
      response.set('Accept-Patch', SDP_FRAGMENT);
      throw new DomainError('unsupported_media_type', `Send candidates as ${SDP_FRAGMENT}.`);
    }
    await signalling.trickle(grant, sessionId, await readText(request, response), request.get('if-match') ?? null);
    response.status(204).end();
  };
}

function close(video: Video, protocol: Protocol): RequestHandler {
  return async (request, response) => {
    const { signalling, grant, sessionId } = await openSession(video, request, protocol);
    await signalling.close(grant, sessionId);
    response.status(200).end();
  };
}

/** What a viewer wants to be sent: the `layer` extension of WHEP (draft-ietf-wish-whep section 4.10), with choices of our own. */
function choose(video: Video): RequestHandler {
  return async (request, response) => {
    const { signalling, grant, sessionId } = await openSession(video, request, 'whep');
    if (!request.is('application/json')) throw new DomainError('unsupported_media_type', 'Send the choice as application/json.');
    const choice = PlaybackChoice.safeParse(parseJson(await readText(request, response)));
    if (!choice.success) throw inputError(choice.error);
    await signalling.choose(grant, sessionId, choice.data);
    response.status(204).end();
  };
}

function signallingOf(video: Video): VideoSignalling {
  if (!video.signalling) throw new DomainError('not_found', 'The video of this shop goes through a provider of its own.');
  return video.signalling;
}
const inputError = (error: z.ZodError): InputError =>
  new InputError(error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })));

function secretOf(request: Request): { secret: string; streamId: string; sessionId: string } {
  const params = Params.safeParse(request.params);
  if (!params.success) throw inputError(params.error);
  const secret = bearerToken(request);
  if (secret === null) throw new DomainError('unauthenticated', 'Send the video token as Authorization: Bearer.');
  const { streamId, sessionId = '' } = params.data;
  return { secret, streamId, sessionId };
}
/** The open session that the path names, for who opened it. Checked before a byte of the body is read. */
async function openSession(
  video: Video,
  request: Request,
  protocol: Protocol,
): Promise<{ signalling: VideoSignalling; grant: VideoGrant; sessionId: string }> {
  const signalling = signallingOf(video);
  const { secret, streamId, sessionId } = secretOf(request);
  return { signalling, grant: await video.identify(secret, streamId, protocol), sessionId };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new DomainError('bad_json', 'The body is no JSON.');
  }
}

const text = express.text({ type: () => true, limit: LIMITS.sdpBytes });
/** The body as text, within the bound of an SDP. */
async function readText(request: Request, response: Response): Promise<string> {
  await new Promise<void>((resolve, reject) => text(request, response, (error?: unknown) => (error ? reject(error) : resolve())));
  const body: unknown = request.body;
  if (typeof body !== 'string' || body === '') throw new DomainError('invalid', 'The body is empty.');
  return body;
}
