import { ERRORS, type ErrorCode, Problem } from '@vitrine/protocol';
import { DomainError } from '../../../domain/errors.ts';
import type { VideoGrant, VideoPlacement, VideoSession, VideoSignalling } from '../../../ports/video.ts';
import type { Supervisor } from './supervisor.ts';
import type { GrantTokens } from './token.ts';

/** How long another node may take to answer. */
const PATIENCE = 5_000;

interface Exchange {
  method: string;
  session?: string;
  body?: string;
  type?: string;
  ifMatch?: string | null;
}

/**
 * Signalling that reaches the node that has the show's video, whichever node was asked: the exchange is passed on, the media then goes
 * straight between the client and that node's announced address.
 */
export function passOn(
  local: VideoSignalling,
  parts: { tokens: GrantTokens; supervisor: Supervisor; placement: VideoPlacement },
): VideoSignalling {
  const { tokens, supervisor, placement } = parts;
  const ask = async (node: URL, grant: VideoGrant, request: Exchange) => {
    if (grant.passedOn) throw away('The video has just moved to another node.');
    const protocol = grant.role === 'viewer' ? 'whep' : 'whip';
    const path = [protocol, grant.streamId, ...(request.session === undefined ? [] : [request.session])].join('/');
    const response = await fetch(new URL(path, node), {
      method: request.method,
      headers: {
        authorization: `Bearer ${tokens.issue({ ...grant, passedOn: true }).token}`,
        ...(request.type === undefined ? {} : { 'content-type': request.type }),
        ...(request.ifMatch ? { 'if-match': request.ifMatch } : {}),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((error: unknown) => {
      throw away('The node that has the video does not answer.', error);
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  };
  /** Where this session is: here if it is known here, else with the show's video. */
  const nodeOf = async (grant: VideoGrant, sessionId: string): Promise<'here' | URL> => {
    const { found } = await supervisor.ask({ type: 'has', grant, sessionId });
    return found || grant.passedOn ? 'here' : placement.place(grant.streamId);
  };
  return {
    verify: (token, streamId, protocol, expired) => local.verify(token, streamId, protocol, expired),
    async open(grant, offer): Promise<VideoSession> {
      const node = await placement.place(grant.streamId);
      if (node === 'here') return local.open(grant, offer);
      const response = await ask(node, grant, { method: 'POST', body: offer, type: 'application/sdp' });
      const sessionId = response.headers.get('location')?.split('/').at(-1);
      if (!sessionId) throw away('The node that has the video gave no session.');
      return { sessionId, answer: await response.text(), etag: response.headers.get('etag') ?? `"${sessionId}"`, iceServers: [] };
    },
    async trickle(grant, sessionId, fragment, ifMatch) {
      const node = await nodeOf(grant, sessionId);
      if (node === 'here') await local.trickle(grant, sessionId, fragment, ifMatch);
      else
        await ask(node, grant, { method: 'PATCH', session: sessionId, body: fragment, type: 'application/trickle-ice-sdpfrag', ifMatch });
    },
    async choose(grant, sessionId, choice) {
      const node = await nodeOf(grant, sessionId);
      if (node === 'here') await local.choose(grant, sessionId, choice);
      else
        await ask(node, grant, { method: 'POST', session: `${sessionId}/layer`, body: JSON.stringify(choice), type: 'application/json' });
    },
    async close(grant, sessionId) {
      const node = await nodeOf(grant, sessionId);
      if (node === 'here') await local.close(grant, sessionId);
      else await ask(node, grant, { method: 'DELETE', session: sessionId });
    },
  };
}

const away = (message: string, cause?: unknown): DomainError => new DomainError('video_unavailable', message, { retryAfter: 2, cause });

/** What the other node said, said again. */
async function refusalOf(response: Response): Promise<DomainError> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return away(`The node that has the video answered ${response.status}.`);
  const { code, detail, title, retryAfter } = parsed.data;
  const known: ErrorCode = code in ERRORS ? code : 'video_unavailable';
  return new DomainError(known, detail ?? title, retryAfter === undefined ? {} : { retryAfter });
}
