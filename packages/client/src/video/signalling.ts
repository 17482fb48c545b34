import type { Problem, VideoCredentials } from '@vitrine/protocol';
import { ApiError } from '../rest/api-error.ts';

/** An open WHIP or WHEP session: its answer, and how to end it. */
export interface SignalledSession {
  answer: string;
  /** RFC 9725 section 4.2: DELETE on the session's URL. Lives on while the page goes away. */
  end(): Promise<void>;
}
export type SfuCredentials = Extract<VideoCredentials, { provider: 'sfu' }>;

/** Agora comes with the video issue; until then a deployment that names it can't be played here, and says so. */
export function requireSfu(credentials: VideoCredentials): SfuCredentials {
  if (credentials.provider === 'sfu') return credentials;
  throw new ApiError('video_unavailable', 0, 'This app can’t speak to the shop’s video provider yet.');
}

/** Sends an SDP offer (RFC 9725; WHEP is alike) and gives the answer. Rejects with ApiError. */
export async function signal(
  send: typeof fetch,
  baseUrl: string,
  { url, token }: SfuCredentials,
  offer: string,
): Promise<SignalledSession> {
  const address = `${baseUrl}${url}`;
  let response: Response;
  try {
    response = await send(address, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` },
      body: offer,
    });
  } catch {
    throw new ApiError('offline', 0, 'The server can’t be reached.');
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as Problem | null;
    throw new ApiError(
      problem?.code ?? 'unavailable',
      response.status,
      problem?.detail ?? `The server answered with ${response.status}.`,
      problem ?? undefined,
    );
  }
  const location = response.headers.get('location');
  return {
    answer: await response.text(),
    async end() {
      if (location === null) return;
      // A relative location (RFC 9725 allows it) belongs to the address that was asked.
      const session = /^https?:/.test(location) ? location : `${baseUrl}${location}`;
      await send(session, { method: 'DELETE', credentials: 'omit', keepalive: true, headers: { authorization: `Bearer ${token}` } }).catch(
        () => undefined,
      );
    },
  };
}

/** Waits until the offer holds our candidates; a network that gives none in time is offered as it is. */
export function gathered(peer: RTCPeerConnection, within: number): Promise<string> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve(peer.localDescription?.sdp ?? '');
    };
    const timer = setTimeout(done, within);
    if (peer.iceGatheringState === 'complete') done();
    else
      peer.onicegatheringstatechange = () => {
        if (peer.iceGatheringState === 'complete') done();
      };
  });
}
