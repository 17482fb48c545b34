import type { PlaybackChoice, VideoCredentials } from '@vitrine/protocol';
import { errorOf } from '../rest/api-error.ts';
import { send } from '../rest/send.ts';
import type { VideoParts } from './types.ts';

/** An open WHIP or WHEP session: its answer, and how to end it. */
export interface SignalledSession {
  answer: string;
  /** Of WHEP: what is to be sent from now on. Rejects with ApiError. */
  choose(choice: PlaybackChoice): Promise<void>;
  /** RFC 9725 section 4.2: DELETE on the session's URL. Lives on while the page goes away. */
  end(): Promise<void>;
}
export type SfuCredentials = Extract<VideoCredentials, { provider: 'sfu' }>;

/** What an offer may take to be answered, and a goodbye to be said, in ms. */
const ANSWER_WITHIN = 10_000;

/** Sends an SDP offer (RFC 9725; WHEP is alike) and gives the answer. Rejects with ApiError. */
export async function signal(
  { baseUrl = '', ...parts }: Pick<VideoParts, 'baseUrl' | 'fetch' | 'timers'>,
  { url, token }: SfuCredentials,
  offer: string,
): Promise<SignalledSession> {
  const sending = { ...parts, timeout: ANSWER_WITHIN };
  const authorization = `Bearer ${token}`;
  const { response, body: answer } = await send(
    sending,
    `${baseUrl}${url}`,
    { method: 'POST', credentials: 'omit', headers: { 'content-type': 'application/sdp', authorization }, body: offer },
    (response) => response.text(),
  );
  if (!response.ok) throw errorOf(response, parseProblem(answer));
  const location = response.headers.get('location');
  // A relative location (RFC 9725 allows it) belongs to the address that was asked.
  const session = location === null || /^https?:/.test(location) ? location : `${baseUrl}${location}`;
  return {
    answer,
    async choose(choice) {
      if (session === null) return;
      const headers = { 'content-type': 'application/json', authorization };
      const init: RequestInit = { method: 'POST', credentials: 'omit', headers, body: JSON.stringify(choice) };
      const { response: taken, body } = await send(sending, `${session}/layer`, init, (response) => response.text());
      if (!taken.ok) throw errorOf(taken, parseProblem(body));
    },
    async end() {
      if (session === null) return;
      const init: RequestInit = { method: 'DELETE', credentials: 'omit', keepalive: true, headers: { authorization } };
      // The server notices by itself as well, a little later.
      await send(sending, session, init, async () => undefined).catch(() => undefined);
    },
  };
}

function parseProblem(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
