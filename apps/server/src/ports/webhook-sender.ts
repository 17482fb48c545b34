/** Sends to addresses that people have given us: what they name must not reach into the shop's own network. */
export interface OutboundSender {
  /**
   * One POST, no redirect followed, the answer's body thrown away. Rejects with AddressRefused for an address that we never send to, and
   * with what went wrong in plain words when there is no answer in time.
   */
  post(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer>;
  /** What is wrong with the address as it stands, before anything is looked up; null when it may be tried. */
  objection(url: string): string | null;
}
export interface OutboundRequest {
  url: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}
export interface OutboundAnswer {
  status: number;
  /** Milliseconds that the other side asked us to wait. */
  retryAfter: number | null;
}
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}
