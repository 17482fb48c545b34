/** A session that an exchange of descriptions has opened. */
export interface OpenedSession {
  /** Ends the session; a server that has gone is no error. */
  close(): Promise<void>;
}
/** A session opened by our offer. */
export interface AnsweredSession extends OpenedSession {
  answer: string;
}
/** Brings our offer to a server and its answer back. */
export type Exchange = (offer: string) => Promise<AnsweredSession>;
/** Servers that make the offer themselves ask for ours to be the answer. */
export interface Invitation {
  offer: string;
  accept(answer: string): Promise<OpenedSession>;
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

/** WHIP (RFC 9725) and WHEP: an offer is posted, the answer comes with the session's address. The exchange rejects with SignallingError. */
export function postTo(url: string, token: string): Exchange {
  const authorization = `Bearer ${token}`;
  return async (offer) => {
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
  };
}
