/** WHIP (RFC 9725) and WHEP share their signalling: an offer is posted, the answer comes with the session's address. */
export interface HttpSession {
  answer: string;
  /** Ends the session; a server that has gone is no error. */
  close(): Promise<void>;
}
/** Refused by the server; `status` as it said. */
export class SignallingError extends Error {
  override readonly name = 'SignallingError';
  readonly status: number;
  constructor(status: number, body: string) {
    super(`the server answered ${status}: ${body.slice(0, 300)}`);
    this.status = status;
  }
}

export async function postOffer(url: string, token: string, offer: string): Promise<HttpSession> {
  const authorization = `Bearer ${token}`;
  const response = await fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/sdp' }, body: offer });
  const answer = await response.text();
  const location = response.headers.get('location');
  if (response.status !== 201 || !location) throw new SignallingError(response.status, answer);
  const session = new URL(location, url);
  return {
    answer,
    close: async () => {
      await fetch(session, { method: 'DELETE', headers: { authorization } }).catch(() => {});
    },
  };
}
